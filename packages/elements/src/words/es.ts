import { autoTopup } from './es/auto-topup.ts';
import { badge } from './es/badge.ts';
import { budgets } from './es/budgets.ts';
import { charts } from './es/charts.ts';
import { earnings } from './es/earnings.ts';
import { plan } from './es/plan.ts';
import { problems } from './es/problems.ts';
import { section } from './es/section.ts';
import { topup } from './es/topup.ts';
import { transactions } from './es/transactions.ts';
import { wallet } from './es/wallet.ts';
import type { Words } from './words.ts';

/** Spanish, without a region. */
export const es: Words = {
  language: 'es',
  direction: 'ltr',
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
