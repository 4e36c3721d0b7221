/** What the site's backend answers to a message. */
export interface Answered {
  readonly reply: { readonly text: string; readonly note: string };
  /** The quote of the next message, and its price in words. */
  readonly quote?: string;
  readonly terms?: string;
}

/** The backend said no: `code` as in Kopai's problems, `message` in words. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: string;

  constructor({ code, detail }: { code: string; detail: string }) {
    super(detail);
    this.code = code;
  }

  /** Whether credits are what is missing. */
  get needsCredits(): boolean {
    return this.code === 'insufficient_credits' || this.code === 'wallet_in_debt';
  }

  /** Whether the organization has the credits and this member may not spend them. */
  get needsBudget(): boolean {
    return this.code === 'budget_exceeded';
  }

  /** Whether the price must be asked for again. */
  get needsQuote(): boolean {
    return this.code === 'quote_expired' || this.code === 'quote_invalid';
  }
}

export interface Message {
  readonly agentId: string;
  readonly context: string;
  readonly messageId: string;
  readonly quote: string;
  readonly text: string;
}

/** Sends a message; it is charged once, however often the same `messageId` is sent. */
export async function sendMessage(message: Message): Promise<Answered> {
  return read(
    fetch('/api/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
    }),
  );
}

/** Asks what the next message costs. */
export async function fetchTerms(agentId: string, context: string): Promise<Pick<Answered, 'quote' | 'terms'>> {
  return read(fetch(`/api/quote?${new URLSearchParams({ agent: agentId, context })}`));
}

async function read<T>(answer: Promise<Response>): Promise<T> {
  const response = await answer.catch(() => {
    throw new Refused({
      code: 'connection_failed',
      detail: 'The connection was lost. Send it again: it is charged once.',
    });
  });
  const body: unknown = await response.json();
  if (!response.ok) throw new Refused(body as { code: string; detail: string });
  return body as T;
}
