import {
  BudgetExceededError,
  ChargeBatcher,
  type ChargeOutcome,
  InsufficientCreditsError,
  type Kopai,
  KopaiError,
  parseCredits,
  QuoteExpiredError,
  WalletInDebtError,
} from '@kopai/sdk';

export interface Message {
  readonly agentId: string;
  readonly userId: string;
  readonly messageId: string;
  readonly text: string;
}

// #region quote
/** The price that a page shows, and the token that binds it. */
export async function quoteOf(kopai: Kopai, agentId: string): Promise<{ total: bigint; token: string }> {
  const { data, missing } = await kopai.quotes.list({ agent: [agentId] });
  const [quote] = data;
  if (!quote) throw new Error(`There is no agent ${missing[0]}.`);
  return { total: quote.total, token: quote.token };
}
// #endregion quote

// #region once
/** A message that costs the same whether it works or not: charged at once. The same `messageId` again gives the same charge. */
export const chargeOnce = (kopai: Kopai, { agentId, userId, messageId }: Message, quote: string) =>
  kopai.charges.create({ agentId, userId, messageId, quote });
// #endregion once

// #region hold
/** A message that may fail: its price waits beside the wallet until the answer is there. */
export const answerUnderHold = (
  kopai: Kopai,
  { text, ...message }: Message,
  askTheModel: (text: string) => Promise<string>,
) => kopai.charges.withHold(message, () => askTheModel(text));
// #endregion hold

// #region by-hand
/** The same in single steps, for work that outlives a request: the hold's id is all that has to be kept. */
export async function startJob(kopai: Kopai, { agentId, userId, messageId }: Message): Promise<string> {
  const hold = await kopai.charges.create({ agentId, userId, messageId, capture: false });
  return hold.id;
}

export const endJob = (kopai: Kopai, holdId: string, worked: boolean) =>
  worked ? kopai.charges.capture(holdId) : kopai.charges.release(holdId);
// #endregion by-hand

// #region organization
/** A message within an organization's context: its wallet pays, never the member's own. */
export const chargeOrganization = (kopai: Kopai, { agentId, userId, messageId }: Message) =>
  kopai.charges.create({ agentId, userId, orgId: 'acme', messageId });
// #endregion organization

// #region batch
/** Up to 1,000 messages in one request. Each has an outcome of its own, in the order asked; one refusal stops nothing. */
export async function chargeMany(kopai: Kopai, messages: readonly Message[]): Promise<ChargeOutcome[]> {
  const { data } = await kopai.charges.createBatch(
    messages.map(({ agentId, userId, messageId }) => ({ agentId, userId, messageId })),
  );
  return data;
}
// #endregion batch

// #region gather
/** What a busy backend keeps, one for all of its requests: charges that come together travel together. */
export const gathering = (kopai: Kopai) => new ChargeBatcher(kopai.charges);

/** Charged when it resolves, as `kopai.charges.create`; what it throws is this message's own refusal. */
export const chargeGathered = (batcher: ChargeBatcher, { agentId, userId, messageId }: Message) =>
  batcher.create({ agentId, userId, messageId });
// #endregion gather

// #region refund
/** Gives a message back: to the wallet, from the creator's share and the platform's, and to the budget. Once. */
export const refundMessage = (kopai: Kopai, chargeId: string) => kopai.charges.refund(chargeId);
// #endregion refund

// #region refusals
/** What a page says when a message was not charged. Whatever is none of these is not for the user. */
export function sayNo(error: unknown): string {
  if (error instanceof InsufficientCreditsError) return `Top up: ${error.required - error.balance} microcredits short.`;
  if (error instanceof WalletInDebtError)
    return `The wallet owes ${error.debt} microcredits. A top-up pays that first.`;
  if (error instanceof BudgetExceededError) return `Your budget is used up until ${error.resetsAt}.`;
  if (error instanceof QuoteExpiredError) return 'The price is old. Look at it again.';
  if (error instanceof KopaiError && error.code === 'not_a_member') return 'This agent works within its organization.';
  throw error;
}
// #endregion refusals

// #region grant
/** A gift or a correction. The key is yours: the same gift twice is one gift. */
export const welcome = (kopai: Kopai, userId: string) =>
  kopai.adjustments.create(
    { wallet: `user:${userId}`, amount: parseCredits('5'), reason: 'Welcome' },
    { idempotencyKey: `welcome-${userId}` },
  );
// #endregion grant
