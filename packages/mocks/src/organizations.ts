import {
  type Budget,
  type BudgetPeriod,
  type Charge,
  type DayEvent,
  type Earnings,
  periodAt,
  splitAddOn,
} from '@kopai/contracts';
import type { Clock } from './clock.ts';
import { minimumPayout, type Payouts } from './payouts.ts';
import type { Wallets } from './wallets.ts';

const settleAfterMs = 24 * 60 * 60_000;

/** A charge and the organization that publishes its agent. */
interface Earned {
  readonly orgId: string;
  readonly charge: () => Charge;
  readonly capturedMs: () => number | undefined;
}

/** The same, and whether its share has left what is pending. */
interface Share extends Earned {
  settled: boolean;
}

interface Limit {
  readonly limit: bigint;
  readonly period: BudgetPeriod;
}

/** What organizations have and persons do not: earnings, and members with budgets. */
export class Organizations {
  readonly #clock: Clock;
  readonly #payouts: Payouts;
  readonly #earned: Share[] = [];
  readonly #wallets: Wallets;
  readonly #limits = new Map<string, Map<string, Limit>>();

  constructor(clock: Clock, payouts: Payouts, wallets: Wallets) {
    this.#clock = clock;
    this.#wallets = wallets;
    this.#payouts = payouts;
  }

  /** Follows a charge for the organization that publishes its agent. */
  follow(earned: Earned): void {
    this.#earned.push({ ...earned, settled: false });
  }

  /** Moves the shares whose day is over from what is pending to what is available, with a line in each organization's history. */
  settleDue(): void {
    const due = this.#earned.filter(({ settled, charge, capturedMs }) => {
      const sinceMs = capturedMs();
      const isOver = sinceMs !== undefined && sinceMs + settleAfterMs <= this.#clock.nowMs();
      return isOver && !settled && charge().status === 'captured' && charge().parts.addOn > 0n;
    });
    for (const [orgId, shares] of Map.groupBy(due, (share) => share.orgId)) {
      const earned = shares.reduce((sum, { charge }) => sum + splitAddOn(charge().parts.addOn).creator, 0n);
      this.#wallets.move(`org:${orgId}`, { kind: 'earnings_settled', amount: 0n, about: { earnings: earned } });
      for (const share of shares) share.settled = true;
    }
  }

  earnings(orgId: string): Earnings {
    const sums = { available: 0n, pending: 0n, marketplaceRevenue: 0n, waived: 0n, waivedMessages: 0 };
    let nextSettlementMs: number | undefined;
    for (const { charge, capturedMs, settled } of this.#earned.filter((earned) => earned.orgId === orgId)) {
      const { status, parts, waived } = charge();
      const capturedAt = capturedMs();
      if (status !== 'captured' || capturedAt === undefined) continue;
      const { creator, platform } = splitAddOn(parts.addOn);
      const settlesMs = capturedAt + settleAfterMs;
      sums[settled ? 'available' : 'pending'] += creator;
      if (!settled && creator > 0n) nextSettlementMs = Math.min(nextSettlementMs ?? settlesMs, settlesMs);
      sums.marketplaceRevenue += platform;
      sums.waived += waived.addOn;
      if (waived.addOn > 0n) sums.waivedMessages += 1;
    }
    return {
      object: 'earnings',
      wallet: `org:${orgId}`,
      ...sums,
      available: sums.available - this.#payouts.withdrawn(orgId),
      nextSettlementAt: nextSettlementMs === undefined ? null : this.#clock.instant(nextSettlementMs),
      minimumPayout,
      payoutsEnabled: this.#payouts.state(orgId).payoutsEnabled,
    };
  }

  /** When which share was earned. A refunded message earned nothing. */
  earned(orgId: string): DayEvent[] {
    return this.#earned.flatMap(({ orgId: publisher, charge, capturedMs }) => {
      const { status, parts } = charge();
      const atMs = capturedMs();
      const counts = publisher === orgId && status === 'captured' && atMs !== undefined;
      return counts ? [{ atMs, earned: splitAddOn(parts.addOn).creator }] : [];
    });
  }

  setBudget(orgId: string, userId: string, { limit, period }: { limit: bigint | null; period: BudgetPeriod }): Budget {
    const limits = this.#limits.get(orgId) ?? new Map<string, Limit>();
    this.#limits.set(orgId, limits);
    if (limit === null) limits.delete(userId);
    else limits.set(userId, { limit, period });
    return this.#budgetOf(orgId, userId, { limit, period });
  }

  budgets(orgId: string): Budget[] {
    const limits = [...(this.#limits.get(orgId) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return limits.map(([userId, limit]) => this.#budgetOf(orgId, userId, limit));
  }

  /** A member's budget as it stands; undefined where nothing limits them. */
  budget(orgId: string, userId: string): (Budget & { readonly limit: bigint }) | undefined {
    const set = this.#limits.get(orgId)?.get(userId);
    return set && { ...this.#budgetOf(orgId, userId, set), limit: set.limit };
  }

  #budgetOf(orgId: string, userId: string, { limit, period }: { limit: bigint | null; period: BudgetPeriod }): Budget {
    const { startMs, endMs } = periodAt(period, this.#clock.nowMs());
    const counted = this.#earned
      .map(({ charge }) => charge())
      .filter((charge) => charge.orgId === orgId && charge.userId === userId && Date.parse(charge.createdAt) >= startMs)
      .filter(({ status }) => status === 'held' || status === 'captured');
    return {
      object: 'budget',
      wallet: `org:${orgId}`,
      userId,
      limit,
      period,
      spent: counted.reduce((sum, { amount }) => sum + amount, 0n),
      resetsAt: this.#clock.instant(endMs),
    };
  }
}
