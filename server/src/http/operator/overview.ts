import type { AuditEntry } from '@kopai/contracts';
import { listActs } from '../../audit/index.ts';
import { instantOf } from '../../clock.ts';
import { type GivenUpJob, givenUpJobs } from '../../jobs/index.ts';
import { type TrialBalance, trialBalance } from '../../ledger/index.ts';
import { type DeadDelivery, deadDeliveries, deliverTask } from '../../notices/index.ts';
import { type StuckPayout, stuckPayouts } from '../../payouts/index.ts';
import { type FraudWarning, openFraudWarnings } from '../../topups/index.ts';
import type { Services } from '../services.ts';
import type { StripeReview } from './stripe-review.ts';

/** Rows of each list: what a person works through at a sitting. */
const rowsMost = 50;

/** Acts shown of the audit log; the rest is behind `GET /v1/audit-log`. */
const actsShown = 15;

/** A payout ends in seconds, or waits for balance that Stripe announces; one that is open for this long, in ms, is worth a look. */
const stuckAfterMs = 15 * 60_000;

/** What an operator has to know, as it stands now. Amounts are microcredits. */
export interface Overview {
  readonly at: string;
  readonly version: string;
  readonly trialBalance: TrialBalance;
  readonly fraudWarnings: readonly FraudWarning[];
  readonly payouts: readonly StuckPayout[];
  readonly stripeEvents: Awaited<ReturnType<StripeReview['open']>>;
  readonly deliveries: readonly DeadDelivery[];
  readonly jobs: readonly GivenUpJob[];
  readonly acts: readonly AuditEntry[];
}

/** Reads all of it anew; each list is bounded and found by an index, but for the trial balance. */
export async function readOverview(
  { pool, clock }: Pick<Services, 'pool' | 'clock'>,
  stripeReview: StripeReview,
  version: string,
): Promise<Overview> {
  const now = clock();
  const limit = rowsMost;
  const [trial, fraudWarnings, payouts, stripeEvents, deliveries, jobs, acts] = await Promise.all([
    trialBalance(pool),
    openFraudWarnings(pool, { limit }),
    stuckPayouts(pool, { since: new Date(now - stuckAfterMs), limit }),
    stripeReview.open(limit),
    deadDeliveries(pool, { limit }),
    givenUpJobs(pool, { except: [deliverTask, stripeReview.task], limit }),
    listActs(pool, { subject: undefined, before: undefined, limit: actsShown }),
  ]);
  return {
    at: instantOf(now),
    version,
    trialBalance: trial,
    fraudWarnings,
    payouts,
    stripeEvents,
    deliveries,
    jobs,
    acts: acts.slice(0, actsShown),
  };
}
