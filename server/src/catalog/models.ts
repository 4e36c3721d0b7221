import { type Model, Problem } from '@kopai/contracts';
import { recordAct } from '../audit/index.ts';
import { type Clock, instantOf } from '../clock.ts';
import { inTransaction, type Pool, type Queryable } from '../db/index.ts';
import { recordPrices } from './record-prices.ts';

interface ModelRow {
  id: string;
  name: string;
  infra: bigint;
  updated_at: Date;
}

const modelOf = (row: ModelRow): Model => ({
  id: row.id,
  object: 'model',
  name: row.name,
  infra: row.infra,
  updatedAt: instantOf(row.updated_at),
});

/**
 * Creates a model or sets its price. A new price is a new version of every agent on it, in the same transaction, so that no
 * charge sees the one without the other.
 */
export function putModel(
  { pool, clock }: { pool: Pool; clock: Clock },
  change: { id: string; name: string; infra: bigint; changedBy: string },
): Promise<Model> {
  return inTransaction(pool, async (tx) => {
    const at = new Date(clock());
    const [before] = await tx.query<ModelRow>('select * from models where id = $1 for update', [change.id]);
    const [row] = await tx.query<ModelRow>(
      `insert into models (id, name, infra, updated_at) values ($1, $2, $3, $4)
       on conflict (id) do update set name = excluded.name, infra = excluded.infra, updated_at = excluded.updated_at
       returning *`,
      [change.id, change.name, change.infra, at],
    );
    if (!row) throw new Error('an upsert returned no row');
    if (before && before.infra !== change.infra) {
      const bumped = await tx.query<{ id: string }>(
        'update agents set version = version + 1, updated_at = $2 where model_id = $1 returning id',
        [change.id, at],
      );
      await recordPrices(tx, { agentIds: bumped.map((agent) => agent.id), changedBy: change.changedBy, at });
    }
    await recordAct(tx, {
      actor: change.changedBy,
      action: 'model.put',
      subject: `model:${change.id}`,
      from: before && modelOf(before),
      to: modelOf(row),
      at,
    });
    return modelOf(row);
  });
}

/** Models by id, after the id `after`; one more than `limit` tells that there is another page. */
export async function listModels(db: Queryable, page: { limit: number; after: string }): Promise<Model[]> {
  const rows = await db.query<ModelRow>('select * from models where id > $1 order by id limit $2', [
    page.after,
    page.limit + 1,
  ]);
  return rows.map(modelOf);
}

/** Refuses an id that names no model, and locks the model's price for this transaction. */
export async function requireModel(tx: Queryable, id: string): Promise<void> {
  const [row] = await tx.query('select id from models where id = $1 for share', [id]);
  if (!row) throw new Problem('model_not_found', `There is no model ${JSON.stringify(id)}.`);
}
