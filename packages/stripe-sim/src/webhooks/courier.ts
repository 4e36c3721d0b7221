import { type EventRecord, events } from '../events/event-record.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from '../world/clock.ts';
import type { Logger } from '../world/logger.ts';
import { makeId } from '../world/make-id.ts';
import type { Chaos } from './chaos.ts';
import { type Delivery, deliveries } from './delivery.ts';
import { checkEndpoint, isSamePlace, type WebhookEndpoint, wantsEventsOf } from './endpoint.ts';
import { Lane } from './lane.ts';
import { sendWebhook } from './send-webhook.ts';

/** How often a delivery is tried, and how long it rests in between: the first rest doubles up to the longest. */
export interface RetryPolicy {
  readonly attempts: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

/** Eight attempts within about a minute: Stripe takes three days, but a test or a demo does not. */
export const defaultRetryPolicy: RetryPolicy = { attempts: 8, firstDelayMs: 500, longestDelayMs: 30_000 };

/** How long an event that goes out of order waits for a successor before it goes alone. */
const overtakeWithinMs = 2_000;

interface Office {
  readonly store: Store;
  readonly clock: Clock;
  readonly chaos: Chaos;
  readonly logger: Logger;
  readonly retries: RetryPolicy;
}

/**
 * Brings events to the endpoints: signed, in the order they happened for each endpoint, again after a failure. A failed
 * delivery steps out of the line, as at Stripe, so one bad event does not hold up the rest.
 */
export class Courier {
  readonly #office: Office;
  readonly #lanes = new Map<string, Lane>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #closing = new AbortController();

  constructor(office: Office) {
    this.#office = office;
  }

  get endpoints(): WebhookEndpoint[] {
    return [...this.#lanes.values()].map((lane) => lane.endpoint);
  }

  /**
   * Adds an endpoint, or gives a known one a new secret. Deliveries that an earlier run left over for this place (the
   * port may differ) set out at once.
   */
  add(endpoint: WebhookEndpoint): void {
    const checked = checkEndpoint(endpoint);
    const known = this.#lanes.get(checked.url);
    if (known) {
      known.endpoint = checked;
      return;
    }
    this.#lanes.set(checked.url, new Lane(checked));
    const { store } = this.#office;
    const isOrphan = (delivery: Delivery): boolean =>
      delivery.url === checked.url || (!this.#lanes.has(delivery.url) && isSamePlace(delivery.url, checked.url));
    store.transaction(() => {
      for (const delivery of [...store.in(deliveries).all()].filter(isOrphan)) {
        this.#post(store.in(deliveries).put({ ...delivery, url: checked.url, failures: 0 }));
      }
    });
  }

  /** Forgets an endpoint and what was still under way to it. Needs a transaction around it. */
  remove(url: string): boolean {
    const kept = this.#office.store.in(deliveries);
    for (const delivery of [...kept.all()]) if (delivery.url === url) kept.delete(delivery.id);
    return this.#lanes.delete(url);
  }

  /** How many endpoints get the events of this account; null for the platform. */
  audienceOf(account: string | null): number {
    return this.endpoints.filter((endpoint) => wantsEventsOf(endpoint, account)).length;
  }

  /** Sends an event to every endpoint it is meant for, once the transaction around it is kept. */
  send(event: EventRecord): void {
    const { store } = this.#office;
    for (const { url } of this.endpoints.filter((endpoint) => wantsEventsOf(endpoint, event.account ?? null))) {
      this.#post(store.in(deliveries).put({ id: makeId('whd'), event: event.id, url, failures: 0 }));
    }
  }

  /** Stops everything. What was under way stays in the store for the next run. */
  async close(): Promise<void> {
    this.#closing.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all([...this.#lanes.values()].map((lane) => lane.idle()));
  }

  #post(delivery: Delivery): void {
    this.#office.store.afterCommit(() => this.#setOut(delivery));
  }

  #setOut(delivery: Delivery): void {
    const { chaos, logger, store } = this.#office;
    const event = store.in(events).get(delivery.event);
    const lane = this.#lanes.get(delivery.url);
    if (!event || !lane) return;
    if (chaos.takes('drop', event.type)) {
      logger.info({ event: event.id, type: event.type }, 'chaos: webhook dropped');
      store.transaction(() => this.#finish(delivery));
      return;
    }
    if (chaos.takes('late', event.type)) {
      this.#after(chaos.lateMs, () => this.#queue(lane, event, delivery));
      return;
    }
    if (!lane.isHolding && chaos.takes('outOfOrder', event.type)) {
      lane.hold(() => this.#queue(lane, event, delivery));
      this.#after(overtakeWithinMs, () => lane.releaseHeld());
      return;
    }
    this.#queue(lane, event, delivery);
    lane.releaseHeld();
  }

  #queue(lane: Lane, event: EventRecord, delivery: Delivery): void {
    lane.enqueue(() => this.#attempt(lane, event, delivery));
    if (this.#office.chaos.takes('twice', event.type)) {
      lane.enqueue(async () => void (await this.#transmit(lane, event)));
    }
  }

  async #attempt(lane: Lane, event: EventRecord, delivery: Delivery): Promise<void> {
    const { store, logger, retries } = this.#office;
    if (this.#closing.signal.aborted || !store.in(deliveries).get(delivery.id)) return;
    const problem = await this.#transmit(lane, event);
    if (this.#closing.signal.aborted || !store.in(deliveries).get(delivery.id)) return;
    if (problem === null) {
      store.transaction(() => this.#finish(delivery));
      return;
    }
    const failures = delivery.failures + 1;
    const fields = { event: event.id, type: event.type, url: delivery.url, failures, problem };
    if (failures >= retries.attempts) {
      logger.warn(fields, 'webhook given up');
      store.transaction(() => this.#finish(delivery));
      return;
    }
    logger.info(fields, 'webhook failed, will be tried again');
    const again = store.transaction(() => store.in(deliveries).put({ ...delivery, failures }));
    const restMs = Math.min(retries.firstDelayMs * 2 ** (failures - 1), retries.longestDelayMs);
    this.#after(restMs, () => lane.enqueue(() => this.#attempt(lane, event, again)));
  }

  #transmit(lane: Lane, event: EventRecord): Promise<string | null> {
    const { chaos, clock } = this.#office;
    return sendWebhook(event, lane.endpoint, {
      now: clock.realSeconds(),
      badSignature: chaos.takes('badSignature', event.type),
      stale: chaos.takes('stale', event.type),
      closing: this.#closing.signal,
    });
  }

  #finish(delivery: Delivery): void {
    const { store } = this.#office;
    store.in(deliveries).delete(delivery.id);
    const event = store.in(events).get(delivery.event);
    if (event) store.in(events).put({ ...event, pending_webhooks: Math.max(0, event.pending_webhooks - 1) });
  }

  #after(delayMs: number, work: () => void): void {
    if (this.#closing.signal.aborted) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, delayMs);
    this.#timers.add(timer);
  }
}
