import {
  type Agent,
  centsRoundedUp,
  messagesAffordable,
  type PriceParts,
  Problem,
  type Quote,
  totalOf,
} from '@kopai/contracts';
import type { Clock } from './clock.ts';

/** Quotes live fifteen minutes and are shared within windows of five, as the server's are. */
const windowMs = 5 * 60_000;
const lifetimeMs = 15 * 60_000;

/** A price that a token stands for. */
export interface PromisedPrice extends PriceParts {
  readonly agentId: string;
  readonly version: number;
  /** Set where the price is for one wallet alone. */
  readonly payer: string | undefined;
  readonly expiresMs: number;
}

/** Binding prices. A token is opaque: here it is a number in a book, where the server signs it. */
export class Quotes {
  readonly #clock: Clock;
  readonly #promised = new Map<string, PromisedPrice>();
  readonly #tokens = new Map<string, string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  quote(agent: Agent, payer: string | undefined): Quote {
    const expiresMs = Math.floor(this.#clock.nowMs() / windowMs) * windowMs + lifetimeMs;
    const own = payer === `org:${agent.orgId}`;
    const parts = { infra: agent.infra, addOn: own ? 0n : agent.addOn };
    const total = totalOf(parts);
    return {
      object: 'quote',
      agentId: agent.id,
      version: agent.version,
      ...parts,
      total,
      totalCents: Number(centsRoundedUp(total)),
      freeMessages: { included: agent.freeMessages, remaining: null },
      expiresAt: this.#clock.instant(expiresMs),
      token: this.#tokenOf({
        agentId: agent.id,
        version: agent.version,
        ...parts,
        payer: own ? payer : undefined,
        expiresMs,
      }),
    };
  }

  /** The price a token promises to this payer for this agent. */
  read(token: string, agentId: string, payer: string): PromisedPrice {
    const promised = this.#promised.get(token);
    if (!promised || promised.agentId !== agentId || (promised.payer ?? payer) !== payer) {
      throw new Problem('quote_invalid', 'The quote is not one of ours, or for another agent or wallet.');
    }
    if (promised.expiresMs <= this.#clock.nowMs()) {
      const expiredAt = this.#clock.instant(promised.expiresMs);
      throw new Problem('quote_expired', `The quote expired at ${expiredAt}.`, { expiredAt });
    }
    return promised;
  }

  #tokenOf(price: PromisedPrice): string {
    const name = [price.agentId, price.version, price.payer, price.expiresMs].join(' ');
    const known = this.#tokens.get(name);
    if (known) return known;
    const token = this.#clock.newSecret('mock_quote_');
    this.#tokens.set(name, token);
    this.#promised.set(token, price);
    return token;
  }
}

/** Adds what only a signed-in page knows. Microcredits that are `available` pay for whole messages only. */
export function personal(quote: Quote, known: { freeUsed: number; available: bigint }): Quote {
  const { included } = quote.freeMessages;
  const affordable = messagesAffordable(known.available, quote.total);
  return {
    ...quote,
    freeMessages: { included, remaining: Math.max(0, included - known.freeUsed) },
    affordableMessages: affordable === undefined ? null : Number(affordable),
  };
}
