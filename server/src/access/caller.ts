import type { KeyScope, Membership, Role, SessionScope } from '@kopai/contracts';

/** Who is calling, as the credential proved it. */
export type Caller = KeyCaller | SessionCaller | Anonymous;

/** A backend with a secret key. */
export interface KeyCaller {
  readonly kind: 'key';
  readonly id: string;
  readonly scopes: readonly KeyScope[];
}

/** A browser with a session of one user. */
export interface SessionCaller {
  readonly kind: 'session';
  readonly id: string;
  readonly userId: string;
  readonly orgs: readonly Membership[];
  readonly scopes: readonly SessionScope[];
  readonly expiresAt: Date;
}

export interface Anonymous {
  readonly kind: 'anonymous';
}

export const anonymous: Anonymous = { kind: 'anonymous' };

/** A name for the caller in logs and histories: never the credential. */
export const callerName = (caller: Caller): string =>
  caller.kind === 'anonymous' ? 'anonymous' : caller.kind === 'key' ? `key:${caller.id}` : `user:${caller.userId}`;

/** The role the session's user has in an organization. */
export const roleIn = (caller: SessionCaller, orgId: string): Role | undefined =>
  caller.orgs.find((org) => org.id === orgId)?.role;
