import { type AuditEntry, encodeAmounts } from '@kopai/contracts';
import { instantOf } from '../clock.ts';
import type { Queryable } from '../db/index.ts';
import { newId } from '../new-id.ts';

type State = Readonly<Record<string, unknown>>;

/** An administrative act. `from` and `to` hold what changed, with amounts as `bigint`, and no secret. */
export interface Act {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly from?: State | undefined;
  readonly to?: State | undefined;
  readonly at: Date;
}

/** Writes an act down in the transaction that does it: neither is there without the other. */
export async function recordAct(tx: Queryable, act: Act): Promise<void> {
  await tx.query(
    'insert into audit_log (id, at, actor, action, subject, before, after) values ($1, $2, $3, $4, $5, $6, $7)',
    [
      newId('auditEntry', act.at.getTime()),
      act.at,
      act.actor,
      act.action,
      act.subject,
      act.from === undefined ? null : JSON.stringify(encodeAmounts(act.from)),
      act.to === undefined ? null : JSON.stringify(encodeAmounts(act.to)),
    ],
  );
}

/** Acts, newest first, before the id `before`; on one subject if it is named. One more than `limit` tells of another page. */
export async function listActs(
  db: Queryable,
  query: { subject: string | undefined; before: string | undefined; limit: number },
): Promise<AuditEntry[]> {
  const rows = await db.query<{
    id: string;
    at: Date;
    actor: string;
    action: string;
    subject: string;
    before: Record<string, unknown> | null;
    after: Record<string, unknown> | null;
  }>(
    `select * from audit_log where ($1::text is null or subject = $1) and ($2::text is null or id < $2) order by id desc limit $3`,
    [query.subject ?? null, query.before ?? null, query.limit + 1],
  );
  return rows.map((row) => ({
    id: row.id,
    object: 'audit_entry',
    at: instantOf(row.at),
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    from: row.before,
    to: row.after,
  }));
}
