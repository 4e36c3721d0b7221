import { defineOnce } from '../page/define-once.ts';
import { KopaiEarnings } from './earnings.ts';

defineOnce('kopai-earnings', KopaiEarnings);

export { configureKopai } from '../page/default-page.ts';
export { KopaiEarnings };
