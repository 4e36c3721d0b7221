import {
  type Membership,
  Problem,
  type Session,
  type SessionScope,
  sessionLifetimeSeconds,
  sessionScopesDefault,
} from '@kopai/contracts';
import { type Clock, instantOf } from '../clock.ts';
import type { Queryable } from '../db/index.ts';
import { newId } from '../new-id.ts';
import type { Caller } from './caller.ts';
import { untilForgotten } from './remembered.ts';
import { hashOf, newSecret, sessionPrefix } from './tokens.ts';

/** How long an ended session is kept: long enough to answer `session_expired` to a page that slept, then forgotten. */
const keptAfterEndMs = 24 * 60 * 60_000;

export interface SessionGrant {
  readonly userId: string;
  readonly orgs?: readonly Membership[] | undefined;
  readonly scopes?: readonly SessionScope[] | undefined;
}

/** Mints a browser session. Its token is shown in this answer and nowhere else. */
export async function createSession(
  { db, clock }: { db: Queryable; clock: Clock },
  grant: SessionGrant,
): Promise<Session> {
  const nowMs = clock();
  const session: Session = {
    id: newId('session', nowMs),
    object: 'session',
    userId: grant.userId,
    orgs: [...(grant.orgs ?? [])],
    scopes: [...(grant.scopes ?? sessionScopesDefault)],
    token: newSecret(sessionPrefix),
    createdAt: instantOf(nowMs),
    expiresAt: instantOf(nowMs + sessionLifetimeSeconds * 1000),
  };
  await db.query(
    `insert into sessions (id, hash, user_id, orgs, scopes, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      session.id,
      hashOf(session.token),
      session.userId,
      JSON.stringify(session.orgs),
      session.scopes,
      session.createdAt,
      session.expiresAt,
    ],
  );
  return session;
}

/** Revokes a session: when this returns, no process takes it any more. A session may end itself and no other. Revoking twice is the same as once. */
export async function revokeSession(
  { db, clock }: { db: Queryable; clock: Clock },
  caller: Caller,
  id: string,
): Promise<void> {
  const own = caller.kind === 'key' || (caller.kind === 'session' && caller.id === id);
  const rows = own
    ? await db.query('update sessions set revoked_at = coalesce(revoked_at, $2) where id = $1 returning id', [
        id,
        new Date(clock()),
      ])
    : [];
  if (rows.length === 0) throw new Problem('session_not_found', `There is no session ${id} that you may end.`);
  await untilForgotten();
}

export async function forgetOldSessions({ db, clock }: { db: Queryable; clock: Clock }): Promise<void> {
  await db.query('delete from sessions where expires_at < $1', [new Date(clock() - keptAfterEndMs)]);
}
