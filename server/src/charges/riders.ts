import { type Rider, walletAccount } from '../ledger/index.ts';
import { addTotalsText, type Total, totalColumns } from './earning-totals.ts';
import type { FreeCount } from './free-messages.ts';
import type { MemberKey } from './member-budgets.ts';
import { type ChargeRow, chargeColumnTypes } from './rows.ts';

/** What charges write and check beside the ledger, in the one statement that a fenced batch is. */

/** What each paid charge says for itself. The rest is the same for all that are made so, or is said already. */
const own = [
  'id',
  'message_id',
  'idempotency_key',
  'agent_id',
  'agent_name',
  'user_id',
  'org_id',
  'wallet',
  'price_version',
  'infra',
  'add_on',
  'amount',
  'earning_org',
  'creator_share',
  'platform_share',
  'lane',
  'balance_after',
  'created_at',
] as const satisfies (keyof ChargeRow)[];

type Name = keyof ChargeRow;

/** Rows with the same words in some columns. A message that was charged before violates its unique key. */
function chargesRider(table: string, names: readonly Name[], same: Partial<Record<Name, string>>): Rider<ChargeRow> {
  return {
    columns: names.map((name) => ({
      type: chargeColumnTypes[name],
      value: (row) => row[name],
      ...(name === 'balance_after' && { movesWith: ({ wallet }) => walletAccount(wallet) }),
    })),
    tables(columns) {
      const listed = names.map((_, i) => columns.each(i));
      const moment = listed[names.indexOf('created_at')] ?? '';
      const constants = Object.values(same).map((words) => words.replace('created_at', () => moment));
      return [
        `${table} as (
           insert into charges (${[...names, ...Object.keys(same)].join(', ')})
           select ${[...listed, ...constants].join(', ')} from fenced
         )`,
      ];
    },
  };
}

/** That nothing of them was free, which a fenced batch never gives. */
const paid = { free: 'false', waived_infra: '0', waived_add_on: '0', free_remaining: '0' };

/** Charges that are captured at once. */
export const capturedRider = chargesRider('captured', own, {
  ...paid,
  held_first: 'false',
  status: "'captured'",
  captured_at: 'created_at',
});

/** Charges that hold. */
export const heldRider = chargesRider('held', [...own, 'hold_expires_at'], {
  ...paid,
  held_first: 'true',
  status: "'held'",
});

/** The sums that creators are shown. */
export const totalsRider: Rider<Total> = {
  columns: totalColumns,
  tables: (columns) => [`totals as (${addTotalsText(columns, 'fenced,')})`],
};

/** That nobody limits these members. */
export const unbudgetedRider: Rider<MemberKey> = {
  columns: [
    { type: 'text', value: ({ orgId }) => orgId },
    { type: 'text', value: ({ userId }) => userId },
  ],
  fences: (columns) => ({ budgets: `unbudgeted(${columns.list(0)}, ${columns.list(1)})` }),
};

/** That free messages are as used up as was remembered. */
export const exhaustedRider: Rider<FreeCount> = {
  columns: [
    { type: 'text', value: ({ agentId }) => agentId },
    { type: 'text', value: ({ userId }) => userId },
    { type: 'integer', value: ({ used }) => used },
  ],
  fences: (columns) => ({
    'free messages': `free_messages_used(${columns.list(0)}, ${columns.list(1)}, ${columns.list(2)})`,
  }),
};
