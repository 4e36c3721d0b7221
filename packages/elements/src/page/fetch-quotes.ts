import type { PageSession } from './page-session.ts';

/** A binding price as the API answers it: amounts are decimal strings of credits. `token` goes with the charge. */
export interface ShownQuote {
  readonly agentId: string;
  readonly version: number;
  readonly infra: string;
  readonly addOn: string;
  readonly total: string;
  readonly freeMessages: { readonly included: number; readonly remaining: number | null };
  readonly affordableMessages?: number | null;
  readonly expiresAt: string;
  readonly token: string;
}

/** What sends the requests of a page. */
export interface QuoteConnection {
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly session: PageSession;
}

/** How long an answer may take, in milliseconds. A badge has its fallback text; waiting longer helps nobody. */
const timeoutMs = 15_000;

/**
 * Asks for the prices of up to 100 agents, seen from `wallet` unless it is empty. With the platform's own `fetch`, for a page of badges
 * shall not pay for the whole client; and with the amounts as they come, for they are only shown. Ids are sorted: the same screen is the
 * same URL, which a cache can answer. Throws when the answer is not one of prices.
 */
export async function fetchQuotes(
  { baseUrl, fetch, session }: QuoteConnection,
  agentIds: readonly string[],
  wallet: string,
): Promise<readonly ShownQuote[]> {
  const query = new URLSearchParams([...agentIds].sort().map((id) => ['agent', id]));
  if (wallet) query.set('wallet', wallet);
  const ask = async (refused?: string): Promise<readonly ShownQuote[]> => {
    // A visitor whose session can't be had still sees what everybody sees.
    const token = (await session.current(refused).catch(() => null))?.token;
    const answer = await fetch(`${baseUrl}/v1/quotes?${query}`, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (answer.status === 401 && token && !refused) return ask(token);
    if (!answer.ok) throw new Error(`No prices: ${answer.status}`);
    return (await answer.json()).data;
  };
  return ask();
}
