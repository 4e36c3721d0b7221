import type { Charge, ChargeOutcome, ChargeRequest } from '@kopai/contracts';
import { InvalidRequestError, type KopaiError } from './errors.ts';
import { problemError } from './refusal.ts';
import type { Charges } from './resources/charges.ts';
import { noteDetails, responseOf } from './response-of.ts';

/** Charges that one request takes at most: the API's own limit. */
const batchMost = 1_000;

/** Requests that are under way at once. While these two are, what arrives waits for the next. */
const requestsMost = 2;

interface Waiting {
  readonly request: ChargeRequest;
  readonly resolve: (charge: Charge) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * For a backend that charges hundreds of messages a second: `create` as on `charges`, and those that come together share a request. Nothing waits for a
 * timer: a lone charge goes at once, and while requests are under way the next batch gathers.
 *
 * Each charge still has its own answer or error, and is once-only by its `messageId`. Needs a secret key with `charges:write`.
 */
export class ChargeBatcher {
  readonly #charges: Pick<Charges, 'create' | 'createBatch'>;
  #waiting: Waiting[] = [];
  #underWay = 0;

  constructor(charges: Pick<Charges, 'create' | 'createBatch'>) {
    this.#charges = charges;
  }

  /** Charges one message; throws its refusal, or what kept its request from being answered. */
  create(request: ChargeRequest): Promise<Charge> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      if (this.#waiting.length === 1) queueMicrotask(() => this.#send());
    });
  }

  #send(): void {
    while (this.#waiting.length > 0 && this.#underWay < requestsMost) {
      const batch = this.#waiting.splice(0, batchMost);
      this.#underWay += 1;
      void this.#settle(batch).then(() => {
        this.#underWay -= 1;
        this.#send();
      });
    }
  }

  async #settle(batch: readonly Waiting[]): Promise<void> {
    const [first] = batch;
    if (!first) return;
    if (batch.length === 1) return this.#charges.create(first.request).then(first.resolve, first.reject);
    try {
      const reply = await this.#charges.createBatch(batch.map(({ request }) => request));
      const details = responseOf(reply);
      for (const [i, { resolve, reject }] of batch.entries()) {
        const outcome = reply.data[i];
        if (outcome?.ok) {
          noteDetails(outcome.charge, { ...details, replayed: outcome.replayed });
          resolve(outcome.charge);
        } else {
          reject(errorOf(outcome, details.requestId));
        }
      }
    } catch (error) {
      // A request that is refused whole may have one bad row: halves find it, and it takes nobody with it.
      if (!(error instanceof InvalidRequestError)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      const middle = batch.length >> 1;
      await this.#settle(batch.slice(0, middle));
      await this.#settle(batch.slice(middle));
    }
  }
}

function errorOf(outcome: (ChargeOutcome & { ok: false }) | undefined, requestId: string | undefined): KopaiError {
  if (!outcome) {
    return problemError(
      { code: 'unexpected_reply', detail: 'The batch was answered with fewer outcomes than it has charges.' },
      { status: 200, requestId },
    );
  }
  const { status, ...problem } = outcome.problem;
  return problemError(problem, { status, requestId });
}
