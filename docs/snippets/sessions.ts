import type { Kopai } from '@kopai/sdk';

// #region organization
/** A member's session names each organization with the role, and no more than the page needs. */
export const sessionOf = (kopai: Kopai) =>
  kopai.sessions.create({
    userId: 'alice',
    orgs: [
      { id: 'acme', role: 'owner' },
      { id: 'studio', role: 'member' },
    ],
    scopes: ['wallet:read', 'topup', 'payout', 'plan'],
  });
// #endregion organization

// #region end
/** When somebody signs out: the token stops working at once, on every page. */
export const signOut = (kopai: Kopai, sessionId: string) => kopai.sessions.revoke(sessionId);
// #endregion end
