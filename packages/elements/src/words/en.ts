import { autoTopup } from './en/auto-topup.ts';
import { badge } from './en/badge.ts';
import { budgets } from './en/budgets.ts';
import { charts } from './en/charts.ts';
import { earnings } from './en/earnings.ts';
import { plan } from './en/plan.ts';
import { problems } from './en/problems.ts';
import { section } from './en/section.ts';
import { topup } from './en/topup.ts';
import { transactions } from './en/transactions.ts';
import { wallet } from './en/wallet.ts';
import type { Words } from './words.ts';

/** English, which every element knows of itself: for a page that says some things in other words. */
export const en: Words = {
  language: 'en',
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
