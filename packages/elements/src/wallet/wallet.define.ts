import { defineOnce } from '../page/define-once.ts';
import { KopaiWallet } from './wallet.ts';

defineOnce('kopai-wallet', KopaiWallet);

export { configureKopai } from '../page/default-page.ts';
export { KopaiWallet };
