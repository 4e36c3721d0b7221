import { autoTopup } from './de/auto-topup.ts';
import { badge } from './de/badge.ts';
import { budgets } from './de/budgets.ts';
import { charts } from './de/charts.ts';
import { earnings } from './de/earnings.ts';
import { plan } from './de/plan.ts';
import { problems } from './de/problems.ts';
import { section } from './de/section.ts';
import { topup } from './de/topup.ts';
import { transactions } from './de/transactions.ts';
import { wallet } from './de/wallet.ts';
import type { Words } from './words.ts';

/** German, formal. */
export const de: Words = {
  language: 'de',
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
