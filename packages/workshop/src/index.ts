export { elementTests } from './browser/element-tests.ts';
export { type Browser, findBrowser } from './browser.ts';
export { environmentWith } from './environment.ts';
