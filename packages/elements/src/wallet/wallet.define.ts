import '../auto-topup/auto-topup.define.ts';
import '../chart/chart.define.ts';
import '../budgets/budgets.define.ts';
import '../earnings/earnings.define.ts';
import '../plan/plan.define.ts';
import '../topup/topup.define.ts';
import '../transactions/transactions.define.ts';
import { defineOnce } from '../page/define-once.ts';
import { KopaiWallet } from './wallet.ts';

defineOnce('kopai-wallet', KopaiWallet);

export { configureKopai } from '../page/default-page.ts';
export { KopaiWallet };
