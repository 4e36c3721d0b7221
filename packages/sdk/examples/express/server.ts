// A backend on Express: mints sessions for pages, charges around a streamed answer, receives events.
// Run it beside a Kopai server:
//   KOPAI_URL=http://127.0.0.1:4242 KOPAI_KEY=kopai_sk_… KOPAI_WEBHOOK_SECRET=whsec_… PORT=3000 node server.ts

import type { AddressInfo } from 'node:net';
import { formatCredits, InsufficientCreditsError, Kopai, KopaiError, WebhookSignatureError } from '@kopai/sdk';
import express, { type ErrorRequestHandler, type Request } from 'express';

// #region client
const { KOPAI_URL, KOPAI_KEY, KOPAI_WEBHOOK_SECRET = '', PORT = '3000' } = process.env;
const kopai = new Kopai({ baseUrl: KOPAI_URL, apiKey: KOPAI_KEY });
// #endregion client
const app = express();

/** Your own sign-in. Whoever it says is there, is who pays. */
const userOf = (request: Request): string => request.get('x-user') ?? '';

// #region session
/** The page's `fetchSession` asks here. The session names what this user may do, and lives ten minutes. */
app.post('/kopai-session', async (request, response) => {
  const userId = userOf(request);
  if (userId === '') return response.sendStatus(401);
  return response.json(await kopai.sessions.create({ userId, scopes: ['wallet:read', 'topup'] }));
});
// #endregion session

// #region chat
/** A message: its price is held, the answer is streamed, and the hold is captured. What fails before the first word costs nothing. */
app.post('/chat', express.json(), async (request, response) => {
  const { agentId, messageId, quote, text } = request.body as Record<string, string>;
  const message = { agentId: String(agentId), userId: userOf(request), messageId: String(messageId), quote };
  await kopai.charges.withHold(message, async ({ committed }) => {
    response.type('text/plain');
    for await (const word of answerTo(String(text))) {
      response.write(word);
      committed();
    }
  });
  response.end();
});
// #endregion chat

/** Your model. This one says the question back, word by word, and does not know about silence. */
async function* answerTo(text: string): AsyncGenerator<string> {
  if (text === 'silence') throw new Error('The model has nothing to say.');
  for (const word of text.split(' ')) yield `${word} `;
}

// #region events
const seen = new Set<string>();

/** Events come signed, at least once each: `unwrap` reads no body that the endpoint's secret did not sign, and `id` tells the second time. */
app.post('/kopai-events', express.raw({ type: 'application/json' }), async (request, response) => {
  const event = await kopai.webhooks.unwrap(request.body, request.headers, KOPAI_WEBHOOK_SECRET);
  if (!seen.has(event.id)) {
    seen.add(event.id);
    if (event.type === 'wallet.low_balance')
      console.log(`${event.data.wallet} has ${formatCredits(event.data.available)}`);
    if (event.type === 'topup.paid') console.log(`${event.data.wallet} bought ${formatCredits(event.data.credits)}`);
  }
  response.sendStatus(204);
});
// #endregion events

// #region refusals
const refuse: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  if (error instanceof WebhookSignatureError) return response.sendStatus(400);
  if (error instanceof InsufficientCreditsError) {
    const missing = formatCredits(error.required - error.balance);
    return response.status(402).json({ code: error.code, missing });
  }
  if (error instanceof KopaiError) {
    return response.status(error.status ?? 502).json({ code: error.code, requestId: error.requestId });
  }
  return response.status(500).json({ code: 'internal_error' });
};
app.use(refuse);
// #endregion refusals

const server = app.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
