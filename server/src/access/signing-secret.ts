import { randomBytes } from 'node:crypto';
import type { Queryable } from '../db/index.ts';

/** The secret that quotes are signed with: made by the first process on the database, shared by all. */
export async function signingSecret(db: Queryable, purpose: string): Promise<Uint8Array> {
  await db.query(
    `insert into signing_keys (id, purpose, secret) values ($1, $2, $3) on conflict (purpose) do nothing`,
    [`${purpose}-1`, purpose, randomBytes(32)],
  );
  const [row] = await db.query<{ secret: Buffer }>('select secret from signing_keys where purpose = $1', [purpose]);
  if (!row) throw new Error(`there is no signing key for ${purpose}`);
  return row.secret;
}
