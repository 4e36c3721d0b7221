// `app/api/chat/route.ts`: a streamed answer that is paid for once its first word is on its way.

import { InsufficientCreditsError, KopaiError } from '@kopai/sdk';
import { kopaiClient, userOf } from '../../../lib/kopai.ts';

interface Question {
  readonly agentId: string;
  readonly messageId: string;
  /** The token of the quote whose price the page showed. */
  readonly quote?: string;
  readonly text: string;
}

// #region route
export async function POST(request: Request): Promise<Response> {
  const { text, ...asked } = (await request.json()) as Question;
  const userId = userOf(request);
  if (userId === null) return Response.json({ code: 'unauthenticated' }, { status: 401 });

  const begun = Promise.withResolvers<Response>();
  const charged = kopaiClient().charges.withHold({ ...asked, userId }, async ({ committed }) => {
    // The hold stands: from here on the answer is a stream, and the route may return it.
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    begun.resolve(new Response(readable, { headers: { 'content-type': 'text/plain; charset=utf-8' } }));
    try {
      for await (const word of answerTo(text)) {
        await writer.write(new TextEncoder().encode(word));
        committed();
      }
      await writer.close();
    } catch (error) {
      await writer.abort(error).catch(() => undefined);
      throw error;
    }
  });
  charged.catch(begun.reject);
  return begun.promise.catch(refusal);
}
// #endregion route

// #region refusal
function refusal(error: unknown): Response {
  if (error instanceof InsufficientCreditsError) {
    return Response.json({ code: error.code, wallet: error.wallet }, { status: 402 });
  }
  if (!(error instanceof KopaiError)) throw error;
  return Response.json({ code: error.code, requestId: error.requestId }, { status: error.status ?? 502 });
}
// #endregion refusal

/** Your model. This one says the question back, word by word. */
async function* answerTo(text: string): AsyncGenerator<string> {
  for (const word of text.split(' ')) yield `${word} `;
}
