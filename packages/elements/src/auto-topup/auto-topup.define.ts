import { defineOnce } from '../page/define-once.ts';
import { KopaiAutoTopup } from './auto-topup.ts';

defineOnce('kopai-auto-topup', KopaiAutoTopup);

export { configureKopai } from '../page/default-page.ts';
export { KopaiAutoTopup };
