import { defineOnce } from '../page/define-once.ts';
import { KopaiBudgets } from './budgets.ts';

defineOnce('kopai-budgets', KopaiBudgets);

export { configureKopai } from '../page/default-page.ts';
export { KopaiBudgets };
