import * as z from 'zod/mini';
import { hostId, idOf, instant, label } from './fields.ts';

/** What a secret key may do. `admin` may do everything, and alone manages keys and makes adjustments. */
export const keyScopes = [
  'admin',
  'catalog:write',
  'charges:read',
  'charges:write',
  'entitlements:read',
  'metrics:read',
  'payouts:write',
  'sessions:write',
  'topups:write',
  'wallets:read',
  'wallets:write',
] as const;
export type KeyScope = (typeof keyScopes)[number];

/** What a browser session may do. None of them debits a wallet for a message. */
export const sessionScopes = ['wallet:read', 'topup', 'payout', 'plan', 'pricing'] as const;
export type SessionScope = (typeof sessionScopes)[number];

/** What a session that names no scopes may do: look at its own money. */
export const sessionScopesDefault: readonly SessionScope[] = ['wallet:read'];

export const roles = ['owner', 'admin', 'member'] as const;
export type Role = (typeof roles)[number];

/** How long a session lives, in seconds. Short, because it lies in a browser; renewed by the page's own backend. */
export const sessionLifetimeSeconds = 600;

const membership = z.strictObject({ id: hostId, role: z.enum(roles) });

export const sessionRequest = z.strictObject({
  userId: hostId,
  orgs: z.optional(z.array(membership).check(z.maxLength(100))),
  scopes: z.optional(z.array(z.enum(sessionScopes)).check(z.maxLength(sessionScopes.length))),
});

export const session = z
  .object({
    id: idOf('session'),
    object: z.literal('session'),
    userId: hostId,
    orgs: z.array(membership),
    scopes: z.array(z.enum(sessionScopes)),
    token: z.string().check(z.meta({ description: 'Shown once; kept hashed.' })),
    createdAt: instant,
    expiresAt: instant,
  })
  .register(z.globalRegistry, { id: 'Session' });

export const apiKeyRequest = z.strictObject({
  name: label,
  scopes: z.array(z.enum(keyScopes)).check(z.minLength(1), z.maxLength(keyScopes.length)),
});

export const apiKey = z
  .object({
    id: idOf('apiKey'),
    object: z.literal('api_key'),
    name: label,
    scopes: z.array(z.enum(keyScopes)),
    hint: z.string().check(z.meta({ description: 'The last four characters, to tell keys apart.' })),
    createdAt: instant,
    lastUsedAt: z.nullable(instant),
    revokedAt: z.nullable(instant),
  })
  .register(z.globalRegistry, { id: 'ApiKey' });

export const newApiKey = z
  .extend(apiKey, {
    key: z.string().check(z.meta({ description: 'Shown once; kept hashed.' })),
  })
  .register(z.globalRegistry, { id: 'NewApiKey' });

export type Session = z.output<typeof session>;
export type ApiKey = z.output<typeof apiKey>;
export type Membership = z.output<typeof membership>;
