import { type KeyScope, type Membership, Problem, type SessionScope } from '@kopai/contracts';
import type { Clock } from '../clock.ts';
import { LookUps, type Queryable, type Statement, statement } from '../db/index.ts';
import { anonymous, type Caller } from './caller.ts';
import { rememberedMs } from './remembered.ts';
import { hashOf, sessionPrefix } from './tokens.ts';

/** A key's last use is written down to the minute: every request would be a write for a number nobody reads so closely. */
const lastUseGrainMs = 60_000;

/** Longest credential worth hashing. */
const credentialMost = 512;

interface KeyRow {
  readonly hash: Buffer;
  readonly id: string;
  readonly scopes: KeyScope[];
  readonly last_used_at: Date | null;
  readonly revoked_at: Date | null;
}

interface SessionRow {
  readonly hash: Buffer;
  readonly id: string;
  readonly user_id: string;
  readonly orgs: Membership[];
  readonly scopes: SessionScope[];
  readonly expires_at: Date;
  readonly revoked_at: Date | null;
}

const readKeys = statement(
  'read api keys',
  'select hash, id, scopes, last_used_at, revoked_at from api_keys where hash = any($1)',
);
const readSessions = statement(
  'read sessions',
  'select hash, id, user_id, orgs, scopes, expires_at, revoked_at from sessions where hash = any($1)',
);

/**
 * Finds out who sends `Authorization: Bearer …`. No header is nobody in particular; a header that proves nobody is refused, so that an expired
 * session never quietly becomes an anonymous one.
 */
export function createAuthenticate({
  db,
  clock,
}: {
  db: Queryable;
  clock: Clock;
}): (header: string | undefined) => Promise<Caller> {
  const keys = lookUpsOf<KeyRow>(db, readKeys);
  const sessions = lookUpsOf<SessionRow>(db, readSessions);
  const noteUse = createNoteUse(db);
  return async (header) => {
    if (header === undefined) return anonymous;
    const token = /^Bearer ([\x21-\x7e]+)$/i.exec(header)?.[1];
    if (!token || token.length > credentialMost)
      throw new Problem('unauthenticated', 'Send `Authorization: Bearer <token>`.');
    const now = new Date(clock());
    const hash = hashOf(token).toString('base64');
    if (token.startsWith(sessionPrefix)) return sessionOf(await sessions.get(hash), now);
    const key = keyOf(await keys.get(hash));
    await noteUse(key, now);
    return { kind: 'key', id: key.id, scopes: key.scopes };
  };
}

/** Writes down when keys were last used: of the requests that find it due, the first. Others would wait for its lock in a row. */
function createNoteUse(db: Queryable): (key: KeyRow, now: Date) => Promise<void> {
  const notedMs = new Map<string, number>();
  return async ({ id, last_used_at: lastUsed }, now) => {
    const nowMs = now.getTime();
    const lastMs = Math.max(lastUsed?.getTime() ?? -Infinity, notedMs.get(id) ?? -Infinity);
    if (nowMs - lastMs <= lastUseGrainMs) return;
    notedMs.set(id, nowMs);
    try {
      await db.query('update api_keys set last_used_at = $2 where id = $1', [id, now]);
    } catch (error) {
      notedMs.delete(id);
      throw error;
    }
  };
}

/** Rows by the hash of their token, for many callers at once. What they say is remembered for a moment, which `untilForgotten` waits for. */
const lookUpsOf = <Row extends { readonly hash: Buffer }>(db: Queryable, text: Statement) =>
  new LookUps<string, Row>(
    async (hashes) => {
      const rows = await db.query<Row>(text, [hashes.map((hash) => Buffer.from(hash, 'base64'))]);
      return new Map(rows.map((row) => [row.hash.toString('base64'), row]));
    },
    { rememberMs: rememberedMs },
  );

function keyOf(key: KeyRow | undefined): KeyRow {
  if (!key) throw new Problem('unauthenticated', 'There is no such key.');
  if (key.revoked_at) throw new Problem('key_revoked', 'This key was revoked.');
  return key;
}

function sessionOf(session: SessionRow | undefined, now: Date): Caller {
  if (!session) throw new Problem('unauthenticated', 'There is no such session.');
  if (session.revoked_at) throw new Problem('session_revoked', 'This session was revoked.');
  if (session.expires_at <= now) throw new Problem('session_expired', 'This session has expired.');
  return {
    kind: 'session',
    id: session.id,
    userId: session.user_id,
    orgs: session.orgs,
    scopes: session.scopes,
    expiresAt: session.expires_at,
  };
}
