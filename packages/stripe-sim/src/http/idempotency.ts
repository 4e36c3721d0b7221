import { createHash } from 'node:crypto';
import { defineCollection } from '../store/collection-key.ts';
import type { World } from '../world/world.ts';
import { ApiError } from './api-error.ts';

/** Stripe forgets keys after at least 24 hours: https://docs.stripe.com/api/idempotent_requests */
const keepSeconds = 24 * 60 * 60;
const greatestKeyLength = 255;

/** The first answer that was given under a key. */
export interface KeptAnswer {
  /** Account and key together, since accounts do not share keys. */
  readonly id: string;
  readonly request: string;
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  readonly created: number;
}

const keptAnswers = defineCollection<KeptAnswer>('idempotency_keys');

/** One use of an idempotency key. */
export class IdempotentRequest {
  readonly #world: World;
  readonly #key: string;
  readonly #id: string;
  readonly #fingerprint: string;

  constructor(world: World, key: string, account: string | null, operation: string, body: unknown) {
    if (key.length > greatestKeyLength) {
      throw new ApiError(400, {
        type: 'idempotency_error',
        message: `Idempotency keys can be up to ${greatestKeyLength} characters long.`,
      });
    }
    this.#world = world;
    this.#key = key;
    this.#id = `${account ?? 'platform'} ${key}`;
    this.#fingerprint = createHash('sha256')
      .update(`${operation}\n${canonical(body)}`)
      .digest('hex');
  }

  /**
   * The answer that was first given under this key, or undefined for a new one.
   * @throws {ApiError} 400 `idempotency_error` when the key came with other parameters or for another route.
   */
  find(): KeptAnswer | undefined {
    const kept = this.#world.store.in(keptAnswers).get(this.#id);
    if (!kept || kept.created + keepSeconds <= this.#world.clock.now()) return undefined;
    if (kept.fingerprint !== this.#fingerprint) {
      throw new ApiError(400, {
        type: 'idempotency_error',
        message:
          'Keys for idempotent requests can only be used with the same parameters they were first used with. ' +
          `Try using a key other than '${this.#key}' if you meant to execute a different request.`,
      });
    }
    return kept;
  }

  /** Keeps the answer, in the same transaction as the work it tells of. */
  keep(request: string, status: number, body: string): void {
    const kept = this.#world.store.in(keptAnswers);
    // A forgotten key that is used again moves to the end, which keeps the keys in the order of time.
    kept.delete(this.#id);
    const created = this.#world.clock.now();
    kept.put({ id: this.#id, request, fingerprint: this.#fingerprint, status, body, created });
  }
}

/** Forgets keys whose time is over. */
export function forgetOldKeys(world: World): void {
  const kept = world.store.in(keptAnswers);
  for (const answer of [...kept.all()]) {
    // Keys were put in the order of time, so the first young one ends the search.
    if (answer.created + keepSeconds > world.clock.now()) return;
    kept.delete(answer.id);
  }
}

/** JSON with its keys sorted: the same parameters in another order are the same parameters. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}
