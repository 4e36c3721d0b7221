import {
  type Agent,
  type Budget,
  type Charge,
  type ChargeOutcome,
  type ChargeRequest,
  formatCredits,
  isProblem,
  type PriceParts,
  Problem,
  totalOf,
} from '@kopai/contracts';
import type { Catalog } from './catalog.ts';
import type { Clock } from './clock.ts';
import type { Organizations } from './organizations.ts';
import type { Quotes } from './quotes.ts';
import type { Movement, Wallets } from './wallets.ts';

const holdLifetimeMs = 60 * 60_000;

export type Ending = 'capture' | 'release' | 'refund';

interface MadeCharge {
  readonly charge: Charge;
  readonly replayed: boolean;
}

interface Entry {
  readonly request: string;
  readonly agentName: string;
  /** As it was answered first, for a request that is repeated. */
  readonly first: Charge;
  now: Charge;
  capturedMs: number | undefined;
}

const nothing: PriceParts = { infra: 0n, addOn: 0n };

/** Messages that were paid for, or are being held for. */
export class Charges {
  readonly #clock: Clock;
  readonly #rooms: {
    readonly catalog: Catalog;
    readonly quotes: Quotes;
    readonly wallets: Wallets;
    readonly organizations: Organizations;
  };
  readonly #byId = new Map<string, Entry>();
  readonly #byCause = new Map<string, Entry>();
  readonly #freeUsed = new Map<string, number>();

  constructor(
    clock: Clock,
    rooms: { catalog: Catalog; quotes: Quotes; wallets: Wallets; organizations: Organizations },
  ) {
    this.#clock = clock;
    this.#rooms = rooms;
  }

  /** Charges one message, or holds for it. The same message or key again gives back the first answer. */
  create(request: ChargeRequest, idempotencyKey?: string): MadeCharge {
    const causes = [`message ${request.messageId}`, ...(idempotencyKey === undefined ? [] : [`key ${idempotencyKey}`])];
    const content = contentOf(request);
    const known = causes.map((cause) => this.#byCause.get(cause)).find((entry) => entry !== undefined);
    if (known) {
      if (known.request === content) return { charge: known.first, replayed: true };
      throw new Problem('idempotency_key_reused', 'This message id or key belongs to another charge.');
    }
    const { charge, agent } = this.#decided(request);
    const capturedMs = charge.status === 'captured' ? this.#clock.nowMs() : undefined;
    const entry: Entry = { request: content, agentName: agent.name, first: charge, now: charge, capturedMs };
    const { orgId } = agent;
    this.#rooms.organizations.follow({ orgId, charge: () => entry.now, capturedMs: () => entry.capturedMs });
    this.#byId.set(charge.id, entry);
    for (const cause of causes) this.#byCause.set(cause, entry);
    if (charge.free) this.#countFree(charge, 1);
    const held = charge.status === 'held';
    this.#move(entry, {
      kind: held ? 'hold' : charge.free ? 'free_message' : 'charge',
      amount: -charge.amount,
      held: held ? charge.amount : 0n,
    });
    return { charge, replayed: false };
  }

  createBatch(requests: readonly ChargeRequest[], idempotencyKey?: string): ChargeOutcome[] {
    return requests.map((request, index): ChargeOutcome => {
      try {
        const key = idempotencyKey === undefined ? undefined : `${idempotencyKey}#${index}`;
        return { ok: true, ...this.create(request, key) };
      } catch (error) {
        if (!isProblem(error)) throw error;
        const { code, message: detail, members } = error;
        return { ok: false, problem: { ...members, code, detail, status: error.kind.status } };
      }
    });
  }

  get(id: string): Charge {
    return this.#entry(id).now;
  }

  end(id: string, ending: Ending): Charge {
    const entry = this.#entry(id);
    const { status: chargeStatus, amount } = entry.now;
    const wanted = ending === 'refund' ? 'captured' : 'held';
    if (chargeStatus !== wanted) {
      const code = ending === 'refund' ? 'charge_not_refundable' : 'charge_not_held';
      throw new Problem(code, `The charge is ${chargeStatus}, not ${wanted}.`, { chargeStatus });
    }
    const status = ending === 'capture' ? 'captured' : ending === 'release' ? 'released' : 'refunded';
    entry.now = { ...entry.now, status };
    if (ending === 'capture') entry.capturedMs = this.#clock.nowMs();
    if (entry.now.free && ending !== 'capture') this.#countFree(entry.now, -1);
    this.#move(entry, {
      // The history says what the message was: a free one that was held moves nothing here either.
      kind: ending === 'capture' && entry.now.free ? 'free_message' : ending,
      amount: ending === 'capture' ? 0n : amount,
      held: ending === 'refund' ? 0n : -amount,
    });
    return entry.now;
  }

  /** Gives back holds whose message never ended. */
  releaseExpired(): void {
    for (const { now } of this.#byId.values()) {
      const expired = now.holdExpiresAt !== null && Date.parse(now.holdExpiresAt) <= this.#clock.nowMs();
      if (now.status === 'held' && expired) this.end(now.id, 'release');
    }
  }

  freeUsed(agentId: string, userId: string): number {
    return this.#freeUsed.get(`${agentId} ${userId}`) ?? 0;
  }

  /** What a message costs, and its refusals, from what the caller got wrong to what the payer lacks. */
  #decided(request: ChargeRequest): { charge: Charge; agent: Agent } {
    const { agentId, userId, orgId, messageId, quote } = request;
    const agent = this.#rooms.catalog.agent(agentId);
    if (agent.visibility === 'private' && orgId !== undefined && orgId !== agent.orgId) {
      throw new Problem('not_a_member', 'A private agent works within its own organization alone.');
    }
    const wallet = orgId === undefined ? `user:${userId}` : `org:${orgId}`;
    const quoted = quote === undefined ? undefined : this.#rooms.quotes.read(quote, agentId, wallet);
    const freeLeft = Math.max(0, agent.freeMessages - this.freeUsed(agentId, userId));
    const free = freeLeft > 0;
    const price = priceOf(agent, orgId, quoted ?? agent);
    const parts = free ? nothing : price;
    const amount = totalOf(parts);
    const balance = this.#rooms.wallets.spendable(wallet);
    const budget = orgId === undefined ? undefined : this.#rooms.organizations.budget(orgId, userId);
    if (budget && amount > 0n && budget.spent + amount > budget.limit) throw overBudget(budget, amount);
    if (amount > 0n && balance < amount) throw cannotPay(wallet, balance, amount);
    const held = request.capture === false;
    const nowMs = this.#clock.nowMs();
    const charge: Charge = {
      id: this.#clock.newId('charge'),
      object: 'charge',
      status: held ? 'held' : 'captured',
      agentId,
      userId,
      orgId: orgId ?? null,
      wallet,
      messageId,
      free,
      amount,
      parts,
      waived: free ? price : nothing,
      quoteVersion: quoted?.version ?? agent.version,
      freeMessagesRemaining: free ? freeLeft - 1 : 0,
      balanceAfter: balance - amount,
      createdAt: this.#clock.instant(nowMs),
      holdExpiresAt: held ? this.#clock.instant(nowMs + holdLifetimeMs) : null,
    };
    return { charge, agent };
  }

  #entry(id: string): Entry {
    const entry = this.#byId.get(id);
    if (!entry) throw new Problem('charge_not_found', `There is no charge ${id}.`);
    return entry;
  }

  #countFree({ agentId, userId }: Charge, change: 1 | -1): void {
    this.#freeUsed.set(`${agentId} ${userId}`, this.freeUsed(agentId, userId) + change);
  }

  #move({ now, agentName }: Entry, movement: Omit<Movement, 'about'>): void {
    const { id: chargeId, agentId, userId, messageId, parts, wallet } = now;
    this.#rooms.wallets.move(wallet, {
      ...movement,
      about: { chargeId, agentId, agentName, userId, messageId, parts },
    });
  }
}

/** The same message from the same user to the same agent is the same charge, whatever its quote. */
const contentOf = ({ agentId, userId, orgId, messageId, capture }: ChargeRequest) =>
  JSON.stringify([agentId, userId, orgId ?? null, messageId, capture ?? true]);

/** A creator's own organization pays no add-on, for nobody pays themselves; a private agent has none. */
function priceOf(agent: Agent, orgId: string | undefined, { infra, addOn }: PriceParts): PriceParts {
  return { infra, addOn: orgId === agent.orgId || agent.visibility === 'private' ? 0n : addOn };
}

function overBudget(budget: Budget & { readonly limit: bigint }, required: bigint): Problem {
  const { wallet, limit, spent, resetsAt } = budget;
  const detail = `The message costs ${formatCredits(required)} credits; ${formatCredits(spent)} of the budget of ${formatCredits(limit)} are spent until ${resetsAt}.`;
  return new Problem('budget_exceeded', detail, { wallet, limit, spent, required, resetsAt });
}

function cannotPay(wallet: string, balance: bigint, required: bigint): Problem {
  if (balance < 0n) {
    const debt = -balance;
    return new Problem('wallet_in_debt', `The wallet owes ${formatCredits(debt)} credits.`, { wallet, balance, debt });
  }
  const detail = `The message costs ${formatCredits(required)} credits and the wallet has ${formatCredits(balance)}.`;
  return new Problem('insufficient_credits', detail, { wallet, balance, required });
}
