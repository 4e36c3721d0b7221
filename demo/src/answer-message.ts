import { type Charge, PermissionError, type Quote } from '@kopai/sdk';
import * as z from 'zod/mini';
import type { Clients } from './clients.ts';
import type { Conversations, Turn } from './conversations.ts';
import { readQuotes } from './listings.ts';
import { creditsText } from './price-text.ts';
import { replyOf, showcaseOf } from './showcase/showcase.ts';
import { contextName, type Persona, personalContext, roleIn } from './visitors.ts';

/** How long the agent "thinks", in milliseconds: long enough to see the credits held before they are taken. */
const thinkingMs = 900;

/** A message as the page sends it. */
export const messageRequest = z.strictObject({
  agentId: z.string().check(z.minLength(1), z.maxLength(128)),
  /** Made by the page once for a message, so that sending it again never pays twice. */
  messageId: z.uuid(),
  text: z.string().check(z.trim(), z.minLength(1), z.maxLength(4_000)),
  context: z.string(),
  /** The quote whose price the visitor saw. */
  quote: z.string().check(z.maxLength(2_000)),
});
export type MessageRequest = z.output<typeof messageRequest>;

export interface AnswerDependencies {
  readonly clients: Clients;
  readonly conversations: Conversations;
  readonly pause: (milliseconds: number) => Promise<void>;
}

export interface Answer {
  readonly reply: Turn;
  /** The price of the next message. */
  readonly quote: Quote | undefined;
}

/**
 * Charges a message at the price that was shown and answers it. Throws what the SDK throws, such as `InsufficientCreditsError`;
 * nothing was charged then and nothing was said.
 */
export async function answerMessage(
  deps: AnswerDependencies,
  persona: Persona,
  request: MessageRequest,
): Promise<Answer> {
  const { agentId, context, messageId, text } = request;
  requireMember(persona, context);
  const key = { userId: persona.id, context, agentId };
  const reply = await deps.conversations.answer(key, { id: messageId, text }, () =>
    chargedReply(deps, persona, request),
  );
  const [quote] = await readQuotes(deps.clients.for(persona), { persona, context }, [agentId]);
  return { reply, quote };
}

/** The price is held while the agent works, and taken when it has answered. */
async function chargedReply(deps: AnswerDependencies, persona: Persona, request: MessageRequest): Promise<Turn> {
  const { agentId, context, messageId, quote } = request;
  const agent = await deps.clients.for(persona).agents.get(agentId);
  const message = {
    agentId,
    userId: persona.id,
    // A visitor names their own messages only.
    messageId: `${persona.id}:${messageId}`,
    quote,
    ...(context !== personalContext && { orgId: context }),
  };
  return deps.clients.operator.charges.withHold(message, async ({ charge }) => {
    await deps.pause(thinkingMs);
    const said = deps.conversations.turns({ userId: persona.id, context, agentId });
    return { from: 'agent', text: replyOf(showcaseOf(agent), said.length / 2), note: noteOf(charge, context) };
  });
}

/** Kopai takes the operator's word for who belongs where, so the operator's own site looks. */
function requireMember(persona: Persona, context: string): void {
  if (context === personalContext || roleIn(persona, context)) return;
  throw new PermissionError({
    code: 'not_a_member',
    status: 403,
    detail: `${persona.name} does not belong to ${contextName(context)}.`,
  });
}

function noteOf(charge: Charge, context: string): string {
  if (charge.free) return `Free message · ${charge.freeMessagesRemaining} left`;
  return `${creditsText(charge.amount)} · ${contextName(context)}`;
}
