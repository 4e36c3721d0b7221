import {
  type Activity,
  type Adjustment,
  activityDaysDefault,
  type BodyOf,
  byDay,
  type EndpointName,
  formatCredits,
  type Pack,
  Problem,
  type Session,
  sessionScopes,
} from '@kopai/contracts';
import { Access } from './access.ts';
import { Audit } from './audit.ts';
import { AutoTopups } from './auto-topup.ts';
import { Catalog, defaultPacks } from './catalog.ts';
import { Charges } from './charges.ts';
import { Clock } from './clock.ts';
import { populate } from './content.ts';
import { type Dice, diceOf } from './dice.ts';
import { Idempotency } from './idempotency.ts';
import { Organizations } from './organizations.ts';
import { Payouts } from './payouts.ts';
import { Plans } from './plans.ts';
import { Quotes } from './quotes.ts';
import { Topups } from './topups.ts';
import { Wallets } from './wallets.ts';
import { type PlainProblem, Weather } from './weather.ts';
import { WebhookEndpoints } from './webhook-endpoints.ts';

export interface WorldOptions {
  /**
   * Makes the same world each time: the same ids, secrets and history for the same seed, in a time that stands still unless `nowMs` gives
   * another. Without a seed everything is new each time.
   */
  readonly seed?: string | number | undefined;
  /** The time in milliseconds since 1970; the real one by default, with a seed `seededNowMs`. */
  readonly nowMs?: (() => number) | undefined;
  readonly packs?: readonly Pack[] | undefined;
  /** Whether to start without users' credits, models and agents. */
  readonly empty?: boolean | undefined;
  /** Origins that payers may be sent back to; all of them by default. */
  readonly returnOrigins?: readonly string[] | undefined;
}

/** When a seeded world stands: a Monday ahead of us, so that a client with the real time takes no session or quote of it for expired. */
export const seededNowMs = Date.UTC(2035, 0, 8, 10);

/**
 * A whole Kopai in memory: prices, free messages, holds, quotes, wallets, top-ups, sessions and keys, by the rules of the real one and
 * with its own arithmetic. Speak to it through `handlers(world)` or `mockFetch(world)`, and work it from the outside here.
 */
export class World {
  readonly #clock: Clock;
  readonly #returnOrigins: readonly string[] | undefined;
  readonly access: Access;
  readonly catalog: Catalog;
  readonly charges: Charges;
  readonly organizations: Organizations;
  readonly idempotency = new Idempotency();
  readonly audit: Audit;
  readonly autoTopups: AutoTopups;
  readonly payouts: Payouts;
  readonly plans: Plans;
  readonly quotes: Quotes;
  readonly topups: Topups;
  readonly wallets: Wallets;
  readonly webhookEndpoints: WebhookEndpoints;
  readonly weather = new Weather();
  /** Where this world's chance comes from: the same for the same seed. */
  readonly dice: Dice;
  /** A secret key that may do everything. */
  readonly apiKey: string;
  /** The `session` option of a client whose user is signed in; undefined when nobody is. */
  session: (() => Promise<Session>) | undefined;

  constructor({ seed, nowMs, packs = defaultPacks, empty = false, returnOrigins }: WorldOptions) {
    this.dice = diceOf(seed);
    this.#clock = new Clock(nowMs ?? (seed === undefined ? Date.now : () => seededNowMs), this.dice);
    this.#returnOrigins = returnOrigins;
    this.access = new Access(this.#clock);
    this.catalog = new Catalog(this.#clock, packs);
    this.quotes = new Quotes(this.#clock);
    this.wallets = new Wallets(this.#clock);
    this.webhookEndpoints = new WebhookEndpoints(this.#clock);
    this.audit = new Audit(this.#clock);
    this.autoTopups = new AutoTopups(packs);
    this.plans = new Plans(this.#clock);
    this.payouts = new Payouts(this.#clock, this.wallets);
    this.organizations = new Organizations(this.#clock, this.payouts, this.wallets);
    this.charges = new Charges(this.#clock, this);
    this.topups = new Topups(this.#clock, this.wallets);
    this.apiKey = this.access.createKey({ name: 'First key', scopes: ['admin'] }).key;
    if (!empty) populate(this);
  }

  /** A `session` option for this user, as their page's backend would hand it out. All scopes unless some are named. */
  signIn(grant: BodyOf<'sessions.create'>): () => Promise<Session> {
    return async () => this.access.createSession({ scopes: [...sessionScopes], ...grant });
  }

  /** Adds microcredits to a wallet, or takes them. A wallet never goes below zero by this. */
  adjust(wallet: string, amount: bigint, reason: string, madeBy = 'world'): Adjustment {
    const balance = this.wallets.spendable(wallet);
    if (amount < 0n && balance + amount < 0n) {
      const detail = `The wallet has ${formatCredits(balance)} credits; ${formatCredits(-amount)} cannot be taken.`;
      throw new Problem('insufficient_credits', detail, { wallet, balance, required: -amount });
    }
    const line = this.wallets.move(wallet, { kind: 'adjustment', amount, about: { reason } });
    return {
      id: this.newId('adjustment'),
      object: 'adjustment',
      wallet,
      amount,
      reason,
      madeBy,
      balanceAfter: line.balanceAfter,
      transactionId: line.id,
      createdAt: line.createdAt,
    };
  }

  /** What a wallet spent and earned on each of its last days, in the days of an IANA time zone. */
  activity(wallet: string, days = activityDaysDefault, timezone = 'UTC'): Activity {
    const earned = wallet.startsWith('org:') ? this.organizations.earned(wallet.slice('org:'.length)) : [];
    const events = [...this.wallets.spending(wallet), ...earned];
    return { object: 'activity', wallet, timezone, days: byDay(events, this.#clock.nowMs(), days, timezone) };
  }

  /** Gives a paid top-up back: its credits are taken, also below zero. */
  giveBack(topupId: string): void {
    const { wallet, credits } = this.topups.look(topupId);
    this.wallets.move(wallet, { kind: 'topup_refund', amount: -credits, about: { topupId } });
  }

  /** Takes microcredits back, as the refund of a top-up does: also below zero. */
  clawBack(wallet: string, amount: bigint): void {
    this.wallets.move(wallet, { kind: 'topup_refund', amount: -amount, about: {} });
  }

  /** The payer pays: the credits land, once. Returns the URL they come back to. */
  pay(topupId: string): string {
    return this.topups.settle(topupId, 'paid');
  }

  /** The payer pays by a way that takes days. */
  payLater(topupId: string): string {
    return this.topups.settle(topupId, 'processing');
  }

  /** The bank says no for good. */
  decline(topupId: string): string {
    return this.topups.settle(topupId, 'failed');
  }

  /** Nobody paid in time. */
  expire(topupId: string): string {
    return this.topups.settle(topupId, 'expired');
  }

  /** Moves the time on, in milliseconds; holds and sessions run out as they do. */
  advance(ms: number): void {
    this.#clock.advance(ms);
    this.catchUp();
  }

  /** Does what has fallen due by now: holds run out, and shares of creators settle. Done ahead of each request, too. */
  catchUp(): void {
    this.charges.releaseExpired();
    this.organizations.settleDue();
  }

  /** This world's time, in milliseconds since 1970. */
  nowMs(): number {
    return this.#clock.nowMs();
  }

  /** Refuses requests to an endpoint, or to all of them (`*`), the next `times` of them or until `calm`. */
  fail(endpoint: EndpointName | '*', code: PlainProblem, times = Number.POSITIVE_INFINITY): void {
    this.weather.fail(endpoint, code, times);
  }

  /** Has each request, or those to one endpoint, wait for so many milliseconds. */
  delay(ms: number, endpoint: EndpointName | '*' = '*'): void {
    this.weather.delay(endpoint, ms);
  }

  /** Ends every failure and delay. */
  calm(): void {
    this.weather.calm();
  }

  /** Refuses a URL to come back to whose origin is not welcome. */
  requireReturnUrl(field: string, url: string): void {
    const { origin, username, password } = new URL(url);
    const isBare = username === '' && password === '';
    if (!this.#returnOrigins || (isBare && this.#returnOrigins.includes(origin))) return;
    throw new Problem('return_url_not_allowed', `${field} leads to ${origin}, which is not on the list.`, { field });
  }

  newId(noun: Parameters<Clock['newId']>[0]): string {
    return this.#clock.newId(noun);
  }
}

/** A new world, with the agents and users of the demo unless it is to be empty. */
export const createWorld = (options: WorldOptions = {}): World => new World(options);
