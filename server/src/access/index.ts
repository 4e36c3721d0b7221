export { createAuthenticate } from './authenticate.ts';
export { authorize, mayRead, requireManager, type WalletUse, walletFor } from './authorize.ts';
export { type Caller, callerName, type KeyCaller, roleIn, type SessionCaller } from './caller.ts';
export { createKey, ensureFirstKey, listKeys, revokeKey } from './keys.ts';
export { createSession, forgetOldSessions, revokeSession } from './sessions.ts';
export { rotateSigningSecret, type SigningSecrets, signingSecrets } from './signing-secret.ts';
export { keyPrefix, newSecret } from './tokens.ts';
