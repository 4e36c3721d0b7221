import {
  type KeyScope,
  keyScopes,
  type Membership,
  type ProblemCode,
  type SessionScope,
  sessionScopes,
} from '@kopai/contracts';
import type { RunningServer } from '../running-server.ts';

/** Somebody who calls, as the server ought to see them. */
export type Standing =
  | { readonly kind: 'nobody' }
  /** Sends something that proves nothing (any more). */
  | { readonly kind: 'invalid'; readonly code: ProblemCode }
  | { readonly kind: 'key'; readonly scopes: readonly KeyScope[] }
  | {
      readonly kind: 'session';
      readonly userId: string;
      readonly orgs: readonly Membership[];
      readonly scopes: readonly SessionScope[];
    };

export interface Intruder {
  readonly name: string;
  /** The Authorization header; undefined for none. */
  readonly authorization: string | undefined;
  readonly standing: Standing;
}

const bearer = (token: string) => `Bearer ${token}`;

/** Every kind of credential there is, made on this server. `yesterday` runs work at a time when sessions that have expired by now were minted. */
export async function intruders(
  server: RunningServer,
  yesterday: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<Intruder[]> {
  const { kopai } = server;
  const mint = async (userId: string, orgs: Membership[], scopes: readonly SessionScope[] = sessionScopes) =>
    kopai.sessions.create({ userId, orgs, scopes: [...scopes] });
  const session = async (
    name: string,
    userId: string,
    orgs: Membership[] = [],
    scopes: readonly SessionScope[] = sessionScopes,
  ): Promise<Intruder> => ({
    name,
    authorization: bearer((await mint(userId, orgs, scopes)).token),
    standing: { kind: 'session', userId, orgs, scopes },
  });
  const key = async (scope: KeyScope): Promise<Intruder> => ({
    name: `a key with ${scope} alone`,
    authorization: bearer((await kopai.keys.create({ name: scope, scopes: [scope] })).key),
    standing: { kind: 'key', scopes: [scope] },
  });
  const invalid = (name: string, authorization: string, code: ProblemCode = 'unauthenticated'): Intruder => ({
    name,
    authorization,
    standing: { kind: 'invalid', code },
  });

  const owned: Membership[] = [{ id: 'victims', role: 'owner' }];
  const expired = await yesterday(() => mint('victim', owned));
  const revoked = await mint('victim', owned);
  await kopai.sessions.revoke(revoked.id);
  const revokedKey = await kopai.keys.create({ name: 'revoked', scopes: ['admin'] });
  await kopai.keys.revoke(revokedKey.id);
  return [
    { name: 'nobody', authorization: undefined, standing: { kind: 'nobody' } },
    invalid('an empty credential', 'Bearer '),
    invalid('another scheme', `Basic ${Buffer.from(`admin:${server.secretKey}`).toString('base64')}`),
    invalid('two credentials in one', `Bearer ${server.secretKey} ${server.secretKey}`),
    invalid('a key without its scheme', server.secretKey),
    invalid('a key cut short', bearer(server.secretKey.slice(0, -1))),
    invalid('a key in another case', bearer(server.secretKey.toUpperCase())),
    invalid('the hash of nothing', bearer(`kopai_sk_${'A'.repeat(32)}`)),
    invalid('a session guessed', bearer(`kopai_ses_${'A'.repeat(32)}`)),
    invalid('SQL', bearer(`kopai_sk_'or''='`)),
    invalid('an expired session of the victim', bearer(expired.token), 'session_expired'),
    invalid('a revoked session of the victim', bearer(revoked.token), 'session_revoked'),
    invalid('a revoked admin key', bearer(revokedKey.key), 'key_revoked'),
    await session('a stranger', 'stranger'),
    ...(await Promise.all(
      (['owner', 'admin', 'member'] as const).map((role) =>
        session(`an ${role} of another organization`, 'stranger', [{ id: 'strangers', role }]),
      ),
    )),
    // A user called like the organization, in an organization called like the user.
    await session('a namesake', 'victims', [{ id: 'victim', role: 'owner' }]),
    await session('a member of the organization', 'member', [{ id: 'victims', role: 'member' }]),
    await session('the victim without any scope', 'victim', owned, []),
    ...(await Promise.all(
      sessionScopes.map((scope) => session(`the victim with ${scope} alone`, 'victim', owned, [scope])),
    )),
    ...(await Promise.all(keyScopes.filter((scope) => scope !== 'admin').map(key))),
  ];
}
