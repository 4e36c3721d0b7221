import { type Callers, Problem } from '@kopai/contracts';
import { type Caller, roleIn, type SessionCaller } from './caller.ts';

/** Refuses a caller that the endpoint's row does not name. Deny by default: what is not listed is not allowed. */
export function authorize(caller: Caller, allowed: Callers): void {
  if (allowed.anyone) return;
  if (caller.kind === 'anonymous') throw new Problem('unauthenticated', 'This route wants a credential.');
  if (caller.kind === 'key') {
    if (!allowed.key) throw new Problem('credential_forbidden', 'This route is for browser sessions.');
    if (!caller.scopes.includes('admin') && !caller.scopes.includes(allowed.key)) throw scopeMissing(allowed.key);
    return;
  }
  if (!allowed.session) throw new Problem('credential_forbidden', 'This route is for secret keys, held by a backend.');
  if (allowed.session !== 'any' && !caller.scopes.includes(allowed.session)) throw scopeMissing(allowed.session);
}

const scopeMissing = (scope: string) => new Problem('scope_missing', `The credential lacks ${scope}.`, { scope });

/** What a caller wants with a wallet: `read` it, or `manage` it, which an organization leaves to its owners and admins. */
export type WalletUse = 'read' | 'manage';

/**
 * The wallet a request names, if the caller may use it so; `me` is the session's user. A session never reaches another
 * owner's wallet, whatever it names.
 */
export function walletFor(caller: Caller, named: string, use: WalletUse): string {
  if (caller.kind === 'key') {
    if (named === 'me') {
      throw new Problem('invalid_request', '`me` needs a session.', {
        errors: [{ path: 'wallet', message: '`me` is the user of a session; name a wallet as user:<id> or org:<id>' }],
      });
    }
    return named;
  }
  if (caller.kind === 'anonymous') throw new Problem('unauthenticated', 'A wallet is shown to its owner alone.');
  const wallet = named === 'me' ? `user:${caller.userId}` : named;
  if (wallet === `user:${caller.userId}`) return wallet;
  const orgId = wallet.startsWith('org:') ? wallet.slice('org:'.length) : undefined;
  const role = orgId === undefined ? undefined : roleIn(caller, orgId);
  if (!role) throw new Problem('wallet_forbidden', `The session does not reach ${wallet}.`);
  if (use === 'manage' && role === 'member') throw new Problem('role_required', 'Only an owner or admin may do this.');
  return wallet;
}

/** Whether a caller may read a wallet. What belongs to another is answered as if it were not there, so that ids can't be probed. */
export function mayRead(caller: Caller, wallet: string): boolean {
  try {
    return walletFor(caller, wallet, 'read') === wallet;
  } catch {
    return false;
  }
}

/** Refuses a session whose user is no owner or admin of the organization. */
export function requireManager(caller: SessionCaller, orgId: string): void {
  const role = roleIn(caller, orgId);
  if (!role) throw new Problem('not_a_member', 'The agent belongs to an organization that the session does not name.');
  if (role === 'member') throw new Problem('role_required', 'Only an owner or admin may do this.');
}
