import { defineOnce } from '../page/define-once.ts';
import { KopaiProvider } from './provider.ts';

defineOnce('kopai-provider', KopaiProvider);

export { configureKopai } from '../page/default-page.ts';
export { KopaiProvider };
