import { Problem } from '@kopai/contracts';

/** Charges that wait in a lane at most: a quarter of a second's work. Past it, callers are told to come back. */
const queueMost = 10_000;

/** Charges that one transaction takes at most: past a thousand the gain is gone and a lone one waits longer. */
const batchMost = 1_000;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** What waits in a lane, and whether somebody works at it. */
interface Queue<Item, Result> {
  readonly waiting: Waiting<Item, Result>[];
  running: boolean;
}

function answer<Item, Result>(batch: readonly Waiting<Item, Result>[], results: readonly Result[]): void {
  batch.forEach(({ resolve, reject }, i) => {
    const result = results[i];
    if (result === undefined) reject(new Error('a batch answered fewer results than it was given'));
    else resolve(result);
  });
}

/**
 * Lets concurrent callers share a commit. While one batch is at the database the next gathers; there is no timer, so a lone caller
 * waits for nobody. Items of one lane run in order of arrival, lanes run side by side.
 *
 * A batch that fails is halved until the item that fails alone is found: one bad row never takes its neighbours with it. A database that is not there is
 * no item's fault: the batch is tried once more as it is, for a connection may break while the database is well, and then fails whole. Halving
 * would wait for the database twice for every item, one after the other, while all of their callers wait too.
 */
export class GroupCommit<Item, Result> {
  readonly #run: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly #concernsAll: (error: unknown) => boolean;
  readonly #lanes: Queue<Item, Result>[];

  /** `concernsAll` tells a failure that no single item is to blame for. */
  constructor(
    lanes: number,
    run: (items: readonly Item[]) => Promise<readonly Result[]>,
    concernsAll: (error: unknown) => boolean = () => false,
  ) {
    this.#run = run;
    this.#concernsAll = concernsAll;
    this.#lanes = Array.from({ length: lanes }, () => ({ waiting: [], running: false }));
  }

  /** Queues an item; resolves with its result after the commit. Throws `unavailable` when the lane's queue is full. */
  add(lane: number, item: Item): Promise<Result> {
    const queue = this.#lanes[lane % this.#lanes.length];
    if (!queue) throw new Error('there are no lanes');
    if (queue.waiting.length >= queueMost) {
      throw new Problem('unavailable', 'More charges are waiting than can be made soon.');
    }
    return new Promise((resolve, reject) => {
      queue.waiting.push({ item, resolve, reject });
      if (!queue.running) void this.#drain(queue);
    });
  }

  /** Items that wait for a batch now. */
  get waiting(): number {
    return this.#lanes.reduce((sum, { waiting }) => sum + waiting.length, 0);
  }

  async #drain(queue: Queue<Item, Result>): Promise<void> {
    queue.running = true;
    while (queue.waiting.length > 0) await this.#settle(queue, queue.waiting.splice(0, batchMost));
    queue.running = false;
  }

  async #settle(queue: Queue<Item, Result>, batch: readonly Waiting<Item, Result>[], triesLeft = 1): Promise<void> {
    try {
      const results = await this.#run(batch.map(({ item }) => item));
      // What waits goes to the database first: callers who go on with their answers would keep it waiting for them.
      if (queue.waiting.length > 0) setImmediate(answer, batch, results);
      else answer(batch, results);
    } catch (error) {
      const concernsAll = this.#concernsAll(error);
      if (concernsAll && triesLeft > 0) return this.#settle(queue, batch, triesLeft - 1);
      if (concernsAll || batch.length === 1) {
        for (const { reject } of batch) reject(error);
        return;
      }
      const middle = batch.length >> 1;
      await this.#settle(queue, batch.slice(0, middle), triesLeft);
      await this.#settle(queue, batch.slice(middle), triesLeft);
    }
  }
}
