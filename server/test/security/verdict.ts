import type { Callers, ProblemCode } from '@kopai/contracts';
import type { Attempt } from './attempts.ts';
import type { Standing } from './intruders.ts';

/**
 * What an attempt of a caller must be answered by the words of the table alone: the code of the refusal, or `allowed`. It is written from the contract,
 * a second time and in another way than the server, so that a slip in one of the two shows.
 */
export function verdictOn(callers: Callers, attempt: Attempt, caller: Standing): ProblemCode | 'allowed' {
  switch (caller.kind) {
    case 'invalid':
      return caller.code;
    case 'nobody':
      return callers.anyone ? (attempt.anonymous ?? 'allowed') : 'unauthenticated';
    case 'key':
      if (callers.anyone) return 'allowed';
      if (callers.key === undefined) return 'credential_forbidden';
      return caller.scopes.includes(callers.key) ? 'allowed' : 'scope_missing';
    case 'session':
      if (!callers.anyone) {
        if (callers.session === undefined) return 'credential_forbidden';
        if (callers.session !== 'any' && !caller.scopes.includes(callers.session)) return 'scope_missing';
      }
      return reach(attempt, caller);
  }
}

/** What a session that may call the route may reach by it. */
function reach(attempt: Attempt, caller: Extract<Standing, { kind: 'session' }>): ProblemCode | 'allowed' {
  const { wallet, use, stranger = 'wallet_forbidden' } = attempt;
  if (wallet === undefined) return 'allowed';
  // A session ends itself alone, and this is another one, even of the same user.
  if (stranger === 'session_not_found') return stranger;
  if (wallet === `user:${caller.userId}`) return 'allowed';
  const role = caller.orgs.find(({ id }) => wallet === `org:${id}`)?.role;
  if (role === undefined) return stranger;
  return use === 'manage' && role === 'member' ? 'role_required' : 'allowed';
}
