import { type KeyScope, type Membership, Problem, type SessionScope } from '@kopai/contracts';
import type { Clock } from '../clock.ts';
import type { Queryable } from '../db/index.ts';
import { anonymous, type Caller } from './caller.ts';
import { hashOf, sessionPrefix } from './tokens.ts';

/** A key's last use is written down to the minute: every request would be a write for a number nobody reads so closely. */
const lastUseGrainMs = 60_000;

/** Longest credential worth hashing. */
const credentialMost = 512;

/**
 * Who sends `Authorization: Bearer …`. No header is nobody in particular; a header that proves nobody is refused, so that an expired
 * session never quietly becomes an anonymous one.
 */
export async function authenticate(
  { db, clock }: { db: Queryable; clock: Clock },
  header: string | undefined,
): Promise<Caller> {
  if (header === undefined) return anonymous;
  const token = /^Bearer ([\x21-\x7e]+)$/i.exec(header)?.[1];
  if (!token || token.length > credentialMost)
    throw new Problem('unauthenticated', 'Send `Authorization: Bearer <token>`.');
  const now = new Date(clock());
  return token.startsWith(sessionPrefix) ? sessionOf(db, token, now) : keyOf(db, token, now);
}

async function keyOf(db: Queryable, token: string, now: Date): Promise<Caller> {
  const [key] = await db.query<{ id: string; scopes: KeyScope[]; last_used_at: Date | null; revoked_at: Date | null }>(
    'select id, scopes, last_used_at, revoked_at from api_keys where hash = $1',
    [hashOf(token)],
  );
  if (!key) throw new Problem('unauthenticated', 'There is no such key.');
  if (key.revoked_at) throw new Problem('key_revoked', 'This key was revoked.');
  if (!key.last_used_at || now.getTime() - key.last_used_at.getTime() > lastUseGrainMs) {
    await db.query('update api_keys set last_used_at = $2 where id = $1', [key.id, now]);
  }
  return { kind: 'key', id: key.id, scopes: key.scopes };
}

async function sessionOf(db: Queryable, token: string, now: Date): Promise<Caller> {
  const [session] = await db.query<{
    id: string;
    user_id: string;
    orgs: Membership[];
    scopes: SessionScope[];
    expires_at: Date;
    revoked_at: Date | null;
  }>('select id, user_id, orgs, scopes, expires_at, revoked_at from sessions where hash = $1', [hashOf(token)]);
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
