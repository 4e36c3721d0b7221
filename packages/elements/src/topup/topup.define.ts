import { defineOnce } from '../page/define-once.ts';
import { KopaiTopup } from './topup.ts';

defineOnce('kopai-topup', KopaiTopup);

export { configureKopai } from '../page/default-page.ts';
export { KopaiTopup };
