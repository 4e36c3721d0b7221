import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { isProblem, Problem } from '@kopai/contracts';
import type { Clock } from '../clock.ts';
import type { Pool, Queryable } from '../db/index.ts';
import { invalid } from './decode.ts';

/**
 * How long a twin leaves a request alone that gives no sign of life, before it takes over in the belief that its process died: less than it
 * waits, so that who asks again after a crash is answered and not turned away. A request that runs longer renews its lease. By the database's clock,
 * the one that all processes share: a lease by a clock that is hours ahead would lock its key for hours.
 */
const leaseMs = 10_000;
const leaseEnd = `clock_timestamp() + interval '${leaseMs} ms'`;
const renewEveryMs = 3_000;

/** How long a twin waits for the first to answer, and how often it looks. */
const waitMs = 20_000;
const lookEveryMs = 60;

/** How long an answer is kept: as long as a client could sensibly still be trying. */
const keptMs = 48 * 60 * 60_000;

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A request as far as its repetitions are concerned. */
export interface KeyedRequest {
  /** Who asks, and what for: the same key of another caller or route is another key. */
  readonly scope: string;
  readonly key: string;
  /** The request itself, in one canonical form. */
  readonly content: string;
}

/** The Idempotency-Key header, if one was sent; throws `invalid_request` unless it is 1 to 255 visible ASCII characters. */
export function idempotencyKeyOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (/^[\x21-\x7e]{1,255}$/.test(header)) return header;
  throw invalid([{ path: 'header.Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' }]);
}

/**
 * Answers a repeated request with its first answer. The key is claimed by a lease, the work runs outside of any transaction, then the answer is
 * kept. A process that dies in between leaves a lease that runs out: the next attempt does the work again under the same `cause`,
 * and effects are unique by cause. A refusal (4xx) gives the key back.
 */
export async function replaying(
  { pool, clock }: { pool: Pool; clock: Clock },
  request: KeyedRequest,
  work: (cause: string) => Promise<Answer>,
): Promise<Answer & { replayed: boolean }> {
  const id = sha256(`${request.scope}\n${request.key}`);
  const fingerprint = sha256(request.content);
  const run = randomUUID();
  const giveUpAtMs = performance.now() + waitMs;
  for (;;) {
    const claim = await claimKey(pool, { id, fingerprint, run, nowMs: clock() });
    if (!claim.fingerprint.equals(fingerprint)) {
      throw new Problem('idempotency_key_reused', 'This Idempotency-Key came with another request before.');
    }
    if (claim.reply !== null) {
      return { status: claim.status ?? 200, body: open(claim.reply, request.key), replayed: true };
    }
    if (claim.run === run) {
      const renewing = setInterval(() => void renewLease(pool, id, run), renewEveryMs);
      try {
        return { ...(await perform(pool, { id, run, ...request }, claim.cause, work)), replayed: false };
      } finally {
        clearInterval(renewing);
      }
    }
    if (performance.now() > giveUpAtMs)
      throw new Problem('request_in_progress', 'The first request has not ended yet.');
    await delay(lookEveryMs);
  }
}

/** A lease that could not be renewed runs out, and a twin repeats the work under the same cause: no harm, so no error either. */
async function renewLease(pool: Queryable, id: Buffer, run: string): Promise<void> {
  await pool
    .query(`update idempotency_keys set lease_until = ${leaseEnd} where id = $1 and run = $2 and reply is null`, [
      id,
      run,
    ])
    .catch(() => undefined);
}

async function perform(
  pool: Queryable,
  claimed: KeyedRequest & { id: Buffer; run: string },
  cause: string,
  work: (cause: string) => Promise<Answer>,
): Promise<Answer> {
  const { id, run, key } = claimed;
  try {
    const answer = await work(cause);
    await pool.query('update idempotency_keys set status = $3, reply = $4 where id = $1 and run = $2', [
      id,
      run,
      answer.status,
      seal(answer.body, key),
    ]);
    return answer;
  } catch (error) {
    if (isProblem(error) && error.kind.status < 500) {
      await pool.query('delete from idempotency_keys where id = $1 and run = $2', [id, run]);
    } else {
      // What happened is not known: the key stays, and the next attempt may take over at once.
      await pool.query("update idempotency_keys set lease_until = '-infinity' where id = $1 and run = $2", [id, run]);
    }
    throw error;
  }
}

interface Claim {
  readonly cause: string;
  readonly fingerprint: Buffer;
  readonly run: string;
  readonly status: number | null;
  readonly reply: Buffer | null;
}

/** Takes the key if it is new, or if its holder's lease has run out on the same request; then tells how it stands. */
async function claimKey(
  pool: Queryable,
  { id, fingerprint, run, nowMs }: { id: Buffer; fingerprint: Buffer; run: string; nowMs: number },
): Promise<Claim> {
  const [taken] = await pool.query<Claim>(
    `insert into idempotency_keys (id, cause, fingerprint, run, lease_until, created_at) values ($1, $2, $3, $4, ${leaseEnd}, $5)
     on conflict (id) do update set run = excluded.run, lease_until = excluded.lease_until
       where idempotency_keys.reply is null and idempotency_keys.lease_until < clock_timestamp()
         and idempotency_keys.fingerprint = excluded.fingerprint
     returning cause, fingerprint, run, status, reply`,
    [id, `key:${randomUUID()}`, fingerprint, run, new Date(nowMs)],
  );
  if (taken) return taken;
  const [held] = await pool.query<Claim>(
    'select cause, fingerprint, run, status, reply from idempotency_keys where id = $1',
    [id],
  );
  // The holder was refused between the two statements and gave the key back: it is free again.
  return held ?? claimKey(pool, { id, fingerprint, run, nowMs });
}

export async function forgetOldAnswers({ pool, clock }: { pool: Queryable; clock: Clock }): Promise<void> {
  await pool.query('delete from idempotency_keys where created_at < $1', [new Date(clock() - keptMs)]);
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

const nonceBytes = 12;
const tagBytes = 16;

/** Some answers show a secret once. They are kept encrypted under the Idempotency-Key, of which only a hash is kept. */
function seal(body: string, key: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(key), nonce);
  return Buffer.concat([nonce, cipher.update(body, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

function open(sealed: Buffer, key: string): string {
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(key), sealed.subarray(0, nonceBytes));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  return decipher.update(sealed.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
}

const sealingKey = (key: string): Buffer => Buffer.from(hkdfSync('sha256', key, 'kopai', 'idempotent answer', 32));
