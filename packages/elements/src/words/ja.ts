import { autoTopup } from './ja/auto-topup.ts';
import { badge } from './ja/badge.ts';
import { budgets } from './ja/budgets.ts';
import { charts } from './ja/charts.ts';
import { earnings } from './ja/earnings.ts';
import { plan } from './ja/plan.ts';
import { problems } from './ja/problems.ts';
import { section } from './ja/section.ts';
import { topup } from './ja/topup.ts';
import { transactions } from './ja/transactions.ts';
import { wallet } from './ja/wallet.ts';
import type { Words } from './words.ts';

/** Japanese. */
export const ja: Words = {
  language: 'ja',
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
