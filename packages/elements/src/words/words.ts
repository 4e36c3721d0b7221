import type { autoTopup } from './en/auto-topup.ts';
import type { badge } from './en/badge.ts';
import type { budgets } from './en/budgets.ts';
import type { charts } from './en/charts.ts';
import type { earnings } from './en/earnings.ts';
import type { plan } from './en/plan.ts';
import type { problems } from './en/problems.ts';
import type { section } from './en/section.ts';
import type { topup } from './en/topup.ts';
import type { transactions } from './en/transactions.ts';
import type { wallet } from './en/wallet.ts';

/**
 * Everything the elements say in one language, a part for each element. English says what there is to say: a table that leaves out a word, or
 * invents one, doesn't compile. What varies is a function of finished text: numbers and dates are formatted before they get here.
 */
export interface Words {
  /** Its BCP 47 tag: `de` serves `de-AT` too. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly autoTopup: typeof autoTopup;
  readonly badge: typeof badge;
  readonly budgets: typeof budgets;
  readonly charts: typeof charts;
  readonly earnings: typeof earnings;
  readonly plan: typeof plan;
  readonly problems: typeof problems;
  readonly section: typeof section;
  readonly topup: typeof topup;
  readonly transactions: typeof transactions;
  readonly wallet: typeof wallet;
}
