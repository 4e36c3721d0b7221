import { type ApiKey, type KeyScope, Problem } from '@kopai/contracts';
import { recordAct } from '../audit/index.ts';
import { type Clock, instantOf } from '../clock.ts';
import { inTransaction, type Pool, type Queryable } from '../db/index.ts';
import { newId } from '../new-id.ts';
import { untilForgotten } from './remembered.ts';
import { hashOf, keyPrefix, newSecret } from './tokens.ts';

interface KeyRow {
  id: string;
  name: string;
  scopes: KeyScope[];
  hint: string;
  created_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

const keyColumns = 'id, name, scopes, hint, created_at, last_used_at, revoked_at';

const keyOf = (row: KeyRow): ApiKey => ({
  id: row.id,
  object: 'api_key',
  name: row.name,
  scopes: row.scopes,
  hint: row.hint,
  createdAt: instantOf(row.created_at),
  lastUsedAt: row.last_used_at && instantOf(row.last_used_at),
  revokedAt: row.revoked_at && instantOf(row.revoked_at),
});

type Access = { readonly db: Queryable; readonly clock: Clock };

/** Creates a secret key. The secret is in this answer and nowhere else. */
export function createKey(
  { pool, clock }: { pool: Pool; clock: Clock },
  wanted: { name: string; scopes: readonly KeyScope[]; secret?: string },
  actor: string,
): Promise<ApiKey & { key: string }> {
  const secret = wanted.secret ?? newSecret(keyPrefix);
  return inTransaction(pool, async (tx) => {
    const at = new Date(clock());
    const [row] = await tx.query<KeyRow>(
      `insert into api_keys (id, hash, name, scopes, hint, created_at) values ($1, $2, $3, $4, $5, $6) returning ${keyColumns}`,
      [newId('apiKey', at.getTime()), hashOf(secret), wanted.name, [...new Set(wanted.scopes)], secret.slice(-4), at],
    );
    if (!row) throw new Error('an insert returned no row');
    const key = keyOf(row);
    await recordAct(tx, { actor, action: 'key.create', subject: `key:${key.id}`, to: key, at });
    return { ...key, key: secret };
  });
}

/** Makes sure that the operator's own key works. It is known by its hash, so every start may ask again. */
export async function ensureFirstKey({ db, clock }: Access, secret: string): Promise<void> {
  await db.query(
    `insert into api_keys (id, hash, name, scopes, hint, created_at) values ($1, $2, 'First key', '{admin}', $3, $4)
     on conflict (hash) do nothing`,
    [newId('apiKey', clock()), hashOf(secret), secret.slice(-4), new Date(clock())],
  );
}

/** Keys, newest first, before the id `before`; one more than `limit` tells that there is another page. */
export async function listKeys(db: Queryable, page: { limit: number; before?: string | undefined }): Promise<ApiKey[]> {
  const rows = await db.query<KeyRow>(
    `select ${keyColumns} from api_keys where $1::text is null or id < $1 order by id desc limit $2`,
    [page.before ?? null, page.limit + 1],
  );
  return rows.map(keyOf);
}

/**
 * Revokes a key: when this returns, no process takes it any more. The last admin key stays, or nobody could make another. Revoking twice is the same as
 * once.
 */
export async function revokeKey(
  { pool, clock }: { pool: Pool; clock: Clock },
  id: string,
  actor: string,
): Promise<ApiKey> {
  const revoked = await inTransaction(pool, async (tx) => {
    const admins = await tx.query<{ id: string }>(
      "select id from api_keys where revoked_at is null and 'admin' = any(scopes) order by id for update",
    );
    if (admins.length === 1 && admins[0]?.id === id) {
      throw new Problem('last_admin_key', 'Without it nobody could manage keys.');
    }
    const [row] = await tx.query<KeyRow>(
      `update api_keys set revoked_at = coalesce(revoked_at, $2) where id = $1 returning ${keyColumns}`,
      [id, new Date(clock())],
    );
    if (!row) throw new Problem('key_not_found', `There is no key ${id}.`);
    const key = keyOf(row);
    await recordAct(tx, { actor, action: 'key.revoke', subject: `key:${id}`, to: key, at: new Date(clock()) });
    return key;
  });
  await untilForgotten();
  return revoked;
}
