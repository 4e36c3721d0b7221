import { randomBytes } from 'node:crypto';
import { recordAct } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { inTransaction, type Pool, type Queryable } from '../db/index.ts';

/** What texts of ours are signed with, shared by all processes on a database, and how to learn that it was changed. */
export interface SigningSecrets {
  /** What is signed with from here on. */
  current(): Uint8Array;
  /** What a signature may have been made with: this one, and for a while after a change the one before. */
  accepted(): readonly Uint8Array[];
  /** Reads them anew. A signature that none of the accepted made may be of one that another process knows already. */
  refresh(): Promise<void>;
}

/** A process that nobody asks anew learns of a change within this time, in ms. */
const readAgainMs = 60_000;

interface SecretRow {
  readonly secret: Buffer;
  readonly previous: Buffer | null;
  readonly previous_until: Date | null;
}

/** The secrets of one purpose: made by the first process on the database. */
export async function signingSecrets(
  { db, clock }: { db: Queryable; clock: Clock },
  purpose: string,
): Promise<SigningSecrets> {
  await db.query(
    `insert into signing_keys (id, purpose, secret) values ($1, $2, $3) on conflict (purpose) do nothing`,
    [`${purpose}-1`, purpose, randomBytes(32)],
  );
  const read = async (): Promise<SecretRow> => {
    const [row] = await db.query<SecretRow>(
      'select secret, previous, previous_until from signing_keys where purpose = $1',
      [purpose],
    );
    if (!row) throw new Error(`there is no signing key for ${purpose}`);
    return row;
  };
  let known = await read();
  let readAt = clock();
  const refresh = async () => {
    readAt = clock();
    known = await read();
  };
  return {
    current() {
      // What is known goes on signing meanwhile, and if the database can't be asked: it stays accepted for longer than this takes.
      if (clock() - readAt >= readAgainMs) void refresh().catch(() => undefined);
      return known.secret;
    },
    accepted() {
      const { secret, previous, previous_until: until } = known;
      return previous !== null && until !== null && until.getTime() > clock() ? [secret, previous] : [secret];
    },
    refresh,
  };
}

/**
 * Has everything signed with a new secret from here on. What was signed with the one before is accepted for `acceptedForMs`: that has to be as long as it
 * lives, and a minute more for processes that have not learnt of it yet.
 */
export function rotateSigningSecret(
  { pool, clock }: { pool: Pool; clock: Clock },
  { purpose, acceptedForMs, actor }: { purpose: string; acceptedForMs: number; actor: string },
): Promise<Date> {
  return inTransaction(pool, async (tx) => {
    const at = new Date(clock());
    const until = new Date(at.getTime() + acceptedForMs);
    await tx.query(
      `insert into signing_keys (id, purpose, secret) values ($1, $2, $3)
       on conflict (purpose) do update
       set previous = signing_keys.secret, previous_until = $4, secret = excluded.secret`,
      [`${purpose}-1`, purpose, randomBytes(32), until],
    );
    await recordAct(tx, {
      actor,
      action: 'signing_key.rotate',
      subject: `signing_key:${purpose}`,
      to: { previousAcceptedUntil: until.toISOString() },
      at,
    });
    return until;
  });
}
