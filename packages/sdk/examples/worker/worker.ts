// A worker at the edge, as Cloudflare, Deno Deploy and others run it: `npx wrangler deploy worker.ts`, with the three settings of `Env` as secrets.
// It has no more than the globals of the web.

import { formatCredits, Kopai, KopaiError, WebhookSignatureError } from '@kopai/sdk';

interface Env {
  readonly KOPAI_URL: string;
  readonly KOPAI_KEY: string;
  readonly KOPAI_WEBHOOK_SECRET: string;
}

// #region worker
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    // The client holds no connection, so one for each request costs nothing. An answer at the edge may not wait long.
    const kopai = new Kopai({ baseUrl: env.KOPAI_URL, apiKey: env.KOPAI_KEY, totalTimeout: 8_000 });
    const { pathname, searchParams } = new URL(request.url);
    try {
      if (pathname === '/prices') return await prices(kopai, searchParams.getAll('agent'), request.signal);
      if (pathname === '/events' && request.method === 'POST') return await take(kopai, request, env);
      return new Response('There is no such page.', { status: 404 });
    } catch (error) {
      if (error instanceof WebhookSignatureError) return new Response(null, { status: 400 });
      if (!(error instanceof KopaiError)) throw error;
      return Response.json({ code: error.code, requestId: error.requestId }, { status: 502 });
    }
  },
};
// #endregion worker

// #region prices
/** What one message with each agent costs, for a page that is drawn at the edge. */
async function prices(kopai: Kopai, agent: string[], signal: AbortSignal): Promise<Response> {
  const { data } = await kopai.quotes.list({ agent }, { signal });
  const shown = data.map(({ agentId, total, expiresAt }) => ({ agentId, credits: formatCredits(total), expiresAt }));
  return Response.json(shown, { headers: { 'cache-control': 'public, max-age=30' } });
}
// #endregion prices

// #region events
/** A purchase of a pack is answered with a gift, once: the event's own id is the key, however often it comes. */
async function take(kopai: Kopai, request: Request, env: Env): Promise<Response> {
  const event = await kopai.webhooks.unwrap(await request.text(), request.headers, env.KOPAI_WEBHOOK_SECRET);
  if (event.type === 'topup.paid' && event.data.packId === 'pro') {
    const gift = { wallet: event.data.wallet, amount: 10_000_000n, reason: 'Thank you for buying Pro' };
    await kopai.adjustments.create(gift, { idempotencyKey: `gift-${event.id}` });
  }
  return new Response(null, { status: 204 });
}
// #endregion events
