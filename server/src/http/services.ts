import type { Pack } from '@kopai/contracts';
import type { Caller } from '../access/index.ts';
import type { Quotes } from '../catalog/index.ts';
import type { Charges } from '../charges/index.ts';
import type { Clock } from '../clock.ts';
import type { Pool } from '../db/index.ts';
import type { EarningsTerms } from '../earnings/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { LiveBalances, UrlPolicy } from '../notices/index.ts';
import type { AdvanceDependencies, PayoutProvider } from '../payouts/index.ts';
import type { PlanDependencies } from '../plans/index.ts';
import type { CheckoutProvider, FulfilDependencies } from '../topups/index.ts';
import type { OriginPolicy } from './origins.ts';

/** Everything the handlers work with, put together once by the composition root. */
export interface Services {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly charges: Charges;
  readonly quotes: Quotes;
  readonly checkout: CheckoutProvider;
  readonly payoutProvider: PayoutProvider;
  readonly payouts: AdvanceDependencies;
  readonly plans: PlanDependencies;
  readonly onTopupEnded: FulfilDependencies['onTopupEnded'];
  readonly earningsTerms: EarningsTerms;
  readonly packs: readonly Pack[];
  readonly live: LiveBalances;
  readonly origins: OriginPolicy;
  readonly webhookUrls: UrlPolicy;
  /** Fires when the process shuts down: what would go on for ever ends. */
  readonly closing: AbortSignal;
  readonly authenticate: (header: string | undefined) => Promise<Caller>;
}
