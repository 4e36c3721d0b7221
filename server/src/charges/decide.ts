import { type Agent, formatCredits, type PriceParts, Problem, splitAddOn, totalOf } from '@kopai/contracts';

import { instantOf } from '../clock.ts';
import type { BudgetStanding } from './member-budgets.ts';

/** A price that a genuine quote promised. */
export interface QuotedPrice extends PriceParts {
  readonly version: number;
}

/** All that a charge depends on. Amounts are microcredits. */
export interface ChargeFacts {
  readonly agentId: string;
  /** The agent as it is now, with its price; undefined when there is none. */
  readonly agent: Agent | undefined;
  /** The organization in whose context the message was sent. */
  readonly orgId: string | undefined;
  /** Who pays: `user:<id>` or `org:<id>`. */
  readonly wallet: string;
  /** What the page showed, if the charge carries its quote; or why that quote is not good. */
  readonly quoted: QuotedPrice | Problem | undefined;
  /** Spendable credits under lock; negative in debt. */
  readonly balance: bigint;
  /** What the member may spend of the organization's wallet, if that is limited. */
  readonly budget: BudgetStanding | undefined;
  /** Free messages this user has had of this agent. */
  readonly freeUsed: number;
}

/** What a charge comes to. infra + addOn = amount; creatorShare + platformShare = addOn. */
export interface ChargeTerms extends PriceParts {
  readonly agentName: string;
  readonly earningOrg: string;
  readonly version: number;
  readonly free: boolean;
  readonly amount: bigint;
  /** What a free message would have cost: Kopai pays the infra, the creator waives the add-on. */
  readonly waived: PriceParts;
  readonly creatorShare: bigint;
  readonly platformShare: bigint;
  readonly freeRemaining: number;
}

/**
 * Decides one charge. Pure: the same facts always give the same terms or the same refusal, and nothing has happened yet.
 * The order of the refusals is from what the caller got wrong to what the payer lacks.
 */
export function decide(facts: ChargeFacts): ChargeTerms | Problem {
  const { agent, orgId, quoted, wallet } = facts;
  if (!agent) return new Problem('agent_not_found', `There is no agent ${JSON.stringify(facts.agentId)}.`);
  if (agent.visibility === 'private' && orgId !== undefined && orgId !== agent.orgId) {
    return new Problem('not_a_member', 'A private agent works within its own organization alone.');
  }
  if (quoted instanceof Problem) return quoted;

  const freeLeft = Math.max(0, agent.freeMessages - facts.freeUsed);
  const price = priceOf(agent, orgId, quoted);
  const free = freeLeft > 0;
  const paid = free ? nothing : price;
  const amount = totalOf(paid);
  if (facts.budget && facts.budget.spent + amount > facts.budget.limit && amount > 0n) {
    return overBudget(wallet, facts.budget, amount);
  }
  if (amount > 0n && facts.balance < amount) return cannotPay(wallet, facts.balance, amount);

  const { creator, platform } = splitAddOn(paid.addOn);
  return {
    ...paid,
    agentName: agent.name,
    earningOrg: agent.orgId,
    version: quoted?.version ?? agent.version,
    free,
    amount,
    waived: free ? price : nothing,
    creatorShare: creator,
    platformShare: platform,
    freeRemaining: free ? freeLeft - 1 : 0,
  };
}

const nothing: PriceParts = { infra: 0n, addOn: 0n };

/** The quote's price where there is one. Its own organization pays a creator's agent no add-on, whatever the quote says. */
function priceOf(agent: Agent, orgId: string | undefined, quoted: QuotedPrice | undefined): PriceParts {
  const { infra, addOn } = quoted ?? agent;
  return { infra, addOn: orgId === agent.orgId || agent.visibility === 'private' ? 0n : addOn };
}

function overBudget(wallet: string, { limit, spent, resetsMs }: BudgetStanding, required: bigint): Problem {
  const resetsAt = instantOf(resetsMs);
  return new Problem(
    'budget_exceeded',
    `The message costs ${formatCredits(required)} credits; ${formatCredits(spent)} of the budget of ${formatCredits(limit)} are spent until ${resetsAt}.`,
    { wallet, limit, spent, required, resetsAt },
  );
}

function cannotPay(wallet: string, balance: bigint, required: bigint): Problem {
  if (balance < 0n) {
    const debt = -balance;
    return new Problem('wallet_in_debt', `The wallet owes ${formatCredits(debt)} credits.`, { wallet, balance, debt });
  }
  return new Problem(
    'insufficient_credits',
    `The message costs ${formatCredits(required)} credits and the wallet has ${formatCredits(balance)}.`,
    { wallet, balance, required },
  );
}
