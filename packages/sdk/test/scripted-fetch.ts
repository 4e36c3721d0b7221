import { type ProblemCode, problems, problemType } from '@kopai/contracts';

/** What the client sent, read out before it is answered. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

type Step = Response | Error | ((request: SentRequest, signal: AbortSignal) => Response | Promise<Response>);

/** A `fetch` that answers by a script, a step a request, and keeps what it was sent. The last step answers all further ones. */
export function scriptedFetch(...steps: readonly [Step, ...Step[]]) {
  const requests: SentRequest[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const sent = {
      method: request.method,
      path: url.pathname + url.search,
      headers: request.headers,
      body: await request.text(),
    };
    const step = steps[Math.min(requests.length, steps.length - 1)] ?? steps[0];
    requests.push(sent);
    if (step instanceof Error) throw step;
    return step instanceof Response ? step.clone() : step(sent, request.signal);
  };
  return { fetch, requests };
}

/** The value at a place of a list that must have it. */
export function at<Item>(list: readonly Item[], index: number): Item {
  const item = list[index];
  if (item === undefined) throw new RangeError(`There is no item ${index} in a list of ${list.length}.`);
  return item;
}

export const json = (value: unknown, init: { status?: number; headers?: Record<string, string> } = {}): Response =>
  Response.json(value, init);

/** A refusal as the server writes it. */
export function problem(
  code: ProblemCode,
  members: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Response {
  const { status, title } = problems[code];
  return new Response(
    JSON.stringify({
      type: problemType(code),
      title,
      status,
      detail: `${title}, this time.`,
      code,
      requestId: 'req_1',
      ...members,
    }),
    { status, headers: { 'content-type': 'application/problem+json', 'x-request-id': 'req_1', ...headers } },
  );
}

/** What a call rejects with. Fails the test when it resolves. */
export async function rejection(call: PromiseLike<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error('The call was expected to fail.');
}

export const wallet = {
  object: 'wallet',
  id: 'user:alice',
  balance: '12.5',
  held: '0.5',
  available: '12',
  debt: '0',
  plan: 'free',
  lowBalance: false,
  autoTopup: null,
  seq: 7,
};

export const charge = {
  id: 'chg_00000000000000000000000001',
  object: 'charge',
  status: 'captured',
  agentId: 'tutor',
  userId: 'alice',
  orgId: null,
  wallet: 'user:alice',
  messageId: 'm1',
  free: false,
  amount: '1.5',
  parts: { infra: '1', addOn: '0.5' },
  waived: { infra: '0', addOn: '0' },
  quoteVersion: 3,
  freeMessagesRemaining: 0,
  balanceAfter: '-0.000001',
  createdAt: '2026-01-02T03:04:05.678Z',
  holdExpiresAt: null,
};
