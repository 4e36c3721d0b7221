import { Problem } from '@kopai/contracts';

/** Which origins pages may call from and be returned to. */
export interface OriginPolicy {
  allows(origin: string): boolean;
  /** Welcomes one more: a page that this very process serves. */
  add(origin: string): void;
}

const loopback = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * A list of origins. Without one, while no real money moves, pages on this machine are welcome, so that a first embed works; with
 * one, it alone counts.
 */
export function originPolicy(
  list: readonly string[] | undefined,
  options: { loopbackByDefault: boolean },
): OriginPolicy {
  const allowed = new Set(list);
  return {
    add: (origin) => allowed.add(origin),
    allows: (origin) =>
      allowed.has(origin) || (list === undefined && options.loopbackByDefault && loopback.test(origin)),
  };
}

/** Refuses a URL that would bring the payer, and what its query says, to a page nobody vouched for. */
export function requireReturnUrl(policy: OriginPolicy, field: string, url: string): void {
  const { origin, username, password } = new URL(url);
  if (username === '' && password === '' && policy.allows(origin)) return;
  throw new Problem('return_url_not_allowed', `${field} leads to ${origin}, which is not on the allow-list.`, {
    field,
  });
}
