import type { Rider } from '../ledger/index.ts';
import { addTotalsText, totalColumnTypes } from './earning-totals.ts';
import { chargeColumnTypes, insertChargesText } from './rows.ts';

/** What charges write and check beside the ledger, in the one statement that a fenced batch is. */

/** The charges themselves; its parameters are `chargeColumns`. A message that was charged before violates its unique key. */
export const chargedRider: Rider = {
  parameters: chargeColumnTypes,
  tables: ($) => [`charged as (${insertChargesText($, 'from fenced')})`],
};

/** The sums that creators are shown; its parameters are `totalColumns`. */
export const totalsRider: Rider = {
  parameters: totalColumnTypes,
  tables: ($) => [`totals as (${addTotalsText($, 'fenced,')})`],
};

/** That nobody limits these members; its parameters are organizations and users. */
export const unbudgetedRider: Rider = {
  parameters: ['text', 'text'],
  fences: ($) => ({
    budgets: `unbudgeted(${$(0)}::text[], ${$(1)}::text[])`,
  }),
};

/**
 * That free messages are as used up as was remembered; its parameters are agents, users and counts. One that was given back since moved the
 * payer's wallet, whose seq tells.
 */
export const exhaustedRider: Rider = {
  parameters: ['text', 'text', 'integer'],
  fences: ($) => ({
    'free messages': `not exists (
      select from unnest(${$(0)}::text[], ${$(1)}::text[], ${$(2)}::integer[]) as w (agent_id, user_id, used)
      left join free_messages f using (agent_id, user_id)
      where coalesce(f.used, 0) <> w.used)`,
  }),
};
