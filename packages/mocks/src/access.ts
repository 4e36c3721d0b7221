import {
  type ApiKey,
  type BodyOf,
  type Callers,
  type KeyScope,
  type Membership,
  Problem,
  type ReplyOf,
  type Session,
  type SessionScope,
  sessionLifetimeSeconds,
  sessionScopesDefault,
} from '@kopai/contracts';
import type { Clock } from './clock.ts';

export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'key'; readonly id: string; readonly scopes: readonly KeyScope[] }
  | SessionCaller;

export interface SessionCaller {
  readonly kind: 'session';
  readonly id: string;
  readonly userId: string;
  readonly orgs: readonly Membership[];
  readonly scopes: readonly SessionScope[];
}

/** Who is calling, for histories and for telling idempotency keys apart. */
export const nameOf = (caller: Caller): string =>
  caller.kind === 'anonymous' ? 'anonymous' : caller.kind === 'key' ? `key:${caller.id}` : `user:${caller.userId}`;

/** A key's last use is known this exactly, in milliseconds. */
const lastUseGrainMs = 60_000;

/** Keys and sessions, and what each of them may do. */
export class Access {
  readonly #clock: Clock;
  readonly #keys = new Map<string, ReplyOf<'keys.create'>>();
  readonly #sessions = new Map<string, { session: Session; revoked: boolean }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  createKey({ name, scopes }: BodyOf<'keys.create'>): ReplyOf<'keys.create'> {
    const key = this.#clock.newSecret('kopai_sk_');
    const made: ReplyOf<'keys.create'> = {
      id: this.#clock.newId('apiKey'),
      object: 'api_key',
      name,
      scopes: [...new Set(scopes)],
      hint: key.slice(-4),
      createdAt: this.#clock.instant(),
      lastUsedAt: null,
      revokedAt: null,
      key,
    };
    this.#keys.set(made.id, made);
    return made;
  }

  /** Newest first. */
  keys(): ApiKey[] {
    return [...this.#keys.values()].reverse().map(withoutSecret);
  }

  revokeKey(id: string): ApiKey {
    const key = this.#keys.get(id);
    if (!key) throw new Problem('key_not_found', `There is no key ${id}.`);
    const admins = [...this.#keys.values()].filter((other) => !other.revokedAt && other.scopes.includes('admin'));
    if (admins.length === 1 && admins[0] === key) throw new Problem('last_admin_key', 'Nobody could manage keys.');
    key.revokedAt ??= this.#clock.instant();
    return withoutSecret(key);
  }

  createSession({ userId, orgs = [], scopes = [...sessionScopesDefault] }: BodyOf<'sessions.create'>): Session {
    const nowMs = this.#clock.nowMs();
    const session: Session = {
      id: this.#clock.newId('session'),
      object: 'session',
      userId,
      orgs,
      scopes,
      token: this.#clock.newSecret('kopai_ses_'),
      createdAt: this.#clock.instant(nowMs),
      expiresAt: this.#clock.instant(nowMs + sessionLifetimeSeconds * 1000),
    };
    this.#sessions.set(session.token, { session, revoked: false });
    return session;
  }

  /** A session may end itself and no other. */
  revokeSession(caller: Caller, id: string): void {
    const mayEnd = caller.kind === 'key' || (caller.kind === 'session' && caller.id === id);
    const found = [...this.#sessions.values()].find(({ session }) => session.id === id);
    if (!mayEnd || !found) throw new Problem('session_not_found', `There is no session ${id} that you may end.`);
    found.revoked = true;
  }

  /** Ends every session at once, as when the host signs its users out. */
  revokeAllSessions(): void {
    for (const entry of this.#sessions.values()) entry.revoked = true;
  }

  /** Who an Authorization header proves. Throws if it proves nobody; without one the caller is anonymous. */
  authenticate(header: string | null): Caller {
    if (header === null) return { kind: 'anonymous' };
    const token = /^Bearer (\S+)$/i.exec(header)?.[1] ?? '';
    const key = [...this.#keys.values()].find((candidate) => candidate.key === token);
    if (key) {
      if (key.revokedAt) throw new Problem('key_revoked', 'The key was revoked.');
      this.#noteUse(key);
      return { kind: 'key', id: key.id, scopes: key.scopes };
    }
    const entry = this.#sessions.get(token);
    if (!entry) throw new Problem('unauthenticated', 'The credential is not known.');
    const { session, revoked } = entry;
    if (revoked) throw new Problem('session_revoked', 'The session was revoked.');
    if (Date.parse(session.expiresAt) <= this.#clock.nowMs()) {
      throw new Problem('session_expired', `The session expired at ${session.expiresAt}.`);
    }
    const { id, userId, orgs, scopes } = session;
    return { kind: 'session', id, userId, orgs, scopes };
  }

  /** Noted once a minute, as a server does that writes it to a database. */
  #noteUse(key: ReplyOf<'keys.create'>): void {
    const lastMs = key.lastUsedAt === null ? Number.NEGATIVE_INFINITY : Date.parse(key.lastUsedAt);
    if (this.#clock.nowMs() - lastMs > lastUseGrainMs) key.lastUsedAt = this.#clock.instant();
  }
}

function withoutSecret({ key: _key, ...shown }: ReplyOf<'keys.create'>): ApiKey {
  return { ...shown };
}

/** Refuses a caller that the endpoint's row does not name. */
export function authorize(caller: Caller, allowed: Callers): void {
  if (allowed.anyone) return;
  if (caller.kind === 'anonymous') throw new Problem('unauthenticated', 'This route wants a credential.');
  const wanted = caller.kind === 'key' ? allowed.key : allowed.session;
  if (!wanted) throw new Problem('credential_forbidden', `This route is not for a ${caller.kind}.`);
  const scopes: readonly string[] = caller.scopes;
  if (wanted === 'any' || scopes.includes(wanted) || scopes.includes('admin')) return;
  throw new Problem('scope_missing', `The credential lacks ${wanted}.`, { scope: wanted });
}

/** The wallet a request names, if the caller may use it so. `manage` is left to an organization's owners and admins. */
export function walletFor(caller: Caller, named: string, use: 'read' | 'manage'): string {
  if (caller.kind === 'anonymous') throw new Problem('unauthenticated', 'A wallet is shown to its owner alone.');
  if (caller.kind === 'key') {
    if (named !== 'me') return named;
    const errors = [
      { path: 'wallet', message: '`me` is the user of a session; name a wallet as user:<id> or org:<id>' },
    ];
    throw new Problem('invalid_request', '`me` needs a session.', { errors });
  }
  const own = `user:${caller.userId}`;
  if (named === 'me' || named === own) return own;
  const role = caller.orgs.find(({ id }) => named === `org:${id}`)?.role;
  if (!role) throw new Problem('wallet_forbidden', `The session does not reach ${named}.`);
  if (use === 'manage' && role === 'member') throw new Problem('role_required', 'Only an owner or admin may do this.');
  return named;
}

/** The organization whose wallet a request names, if the caller may use it so. A person’s wallet is refused. */
export function organizationOf(caller: Caller, named: string, use: 'read' | 'manage'): string {
  const wallet = walletFor(caller, named, use);
  if (wallet.startsWith('org:')) return wallet.slice('org:'.length);
  throw new Problem('organization_required', `${wallet} is a person's wallet.`);
}

/** Whether a caller may read a wallet. What belongs to another is answered as if it were not there. */
export function reaches(caller: Caller, wallet: string): boolean {
  try {
    return walletFor(caller, wallet, 'read') === wallet;
  } catch {
    return false;
  }
}
