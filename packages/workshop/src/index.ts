export { elementTests } from './browser/element-tests.ts';
export { type Browser, findBrowser } from './browser.ts';
export { environmentWith } from './environment.ts';
export { type Gate, passes, tableOf } from './gates/gate.ts';
