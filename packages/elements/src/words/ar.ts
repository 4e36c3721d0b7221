import { autoTopup } from './ar/auto-topup.ts';
import { badge } from './ar/badge.ts';
import { budgets } from './ar/budgets.ts';
import { charts } from './ar/charts.ts';
import { earnings } from './ar/earnings.ts';
import { plan } from './ar/plan.ts';
import { problems } from './ar/problems.ts';
import { section } from './ar/section.ts';
import { topup } from './ar/topup.ts';
import { transactions } from './ar/transactions.ts';
import { wallet } from './ar/wallet.ts';
import type { Words } from './words.ts';

/** Arabic, Modern Standard. */
export const ar: Words = {
  language: 'ar',
  direction: 'rtl',
  autoTopup,
  badge,
  budgets,
  charts,
  earnings,
  plan,
  problems,
  section,
  topup,
  transactions,
  wallet,
};
