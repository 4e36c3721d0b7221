// `lib/kopai.ts` of a Next application: one client for all route handlers. KOPAI_URL and KOPAI_KEY come from `.env.local`.

import { Kopai } from '@kopai/sdk';

// #region client
/** Made when it is first asked for: a build has no key. It stays on the server, since no file with 'use client' imports it. */
export function kopaiClient(): Kopai {
  client ??= new Kopai({ baseUrl: process.env.KOPAI_URL, apiKey: process.env.KOPAI_KEY });
  return client;
}
let client: Kopai | undefined;
// #endregion client

/** Your own sign-in: whoever it says is there, is who pays. */
export const userOf = (request: Request): string | null => request.headers.get('x-user');
