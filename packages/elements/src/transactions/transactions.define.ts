import { defineOnce } from '../page/define-once.ts';
import { KopaiTransactions } from './transactions.ts';

defineOnce('kopai-transactions', KopaiTransactions);

export { configureKopai } from '../page/default-page.ts';
export { KopaiTransactions };
