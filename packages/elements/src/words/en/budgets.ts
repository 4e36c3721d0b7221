import type { BudgetPeriod } from '@kopai/sdk';
import type { Counted } from '../counted.ts';
import { creditsOf } from './credits.ts';

const periods = { day: 'a day', week: 'a week', month: 'a month' } satisfies Record<BudgetPeriod, string>;

/** The words of members' budgets. */
export const budgets = {
  title: 'Member budgets',
  none: 'Every member may spend what the wallet holds. Set a budget to limit one of them.',
  noneOwn: 'You may spend what the wallet holds.',
  member: 'Member',
  memberId: 'Member id',
  limit: 'Limit in credits',
  period: 'Period',
  periods,
  per: (limit: Counted, period: BudgetPeriod) => `${creditsOf(limit)} ${periods[period]}`,
  spent: (spent: string, limit: string) => `${spent} of ${limit} spent`,
  resets: (when: string) => `starts anew ${when}`,
  add: 'Set a budget',
  edit: 'Edit',
  editOf: (name: string) => `Edit the budget of ${name}`,
  save: 'Save',
  lift: 'Remove budget',
  cancel: 'Cancel',
  saved: 'Budget saved',
  noMember: 'Say which member.',
  notANumber: 'Enter an amount of credits.',
};
