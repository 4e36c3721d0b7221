import { Problem } from '@kopai/contracts';

/** Charges that wait in a lane at most: a quarter of a second's work. Past it, callers are told to come back. */
const queueMost = 10_000;

/**
 * Charges that one transaction takes at most: past a few hundred the gain is gone, and what says so many is as much as a socket takes (200 kB) while
 * the database is busy with the batch before it.
 */
const batchMost = 500;

/**
 * A batch goes before the last has come back where so many wait, and half as many as are under way: fewer would rather share a commit with those who come
 * meanwhile.
 */
const aheadLeast = 50;

/** Batches of one lane that are under way at most: one is written, one lies ready at the database, and one is on its way there. */
const underWayMost = 3;

/** How a batch gets to the database. */
export interface Way {
  /** Which of the lanes it is from. */
  readonly lane: number;
  /** To be called when all of it is on its way and the next may follow; not at all where that had better wait for its end. */
  readonly onSent: () => void;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** What waits in a lane, and what is under way. */
interface Queue<Item, Result> {
  readonly lane: number;
  readonly waiting: Waiting<Item, Result>[];
  underWay: number;
  /** Items in those. */
  itemsUnderWay: number;
  /** Whether the last batch that began is on its way. */
  isSent: boolean;
  /** Whether the next is about to be thought of. */
  isLooking: boolean;
}

/** Whether a batch may follow those under way, and is worth a commit of its own. */
const mayFollow = ({ isSent, underWay, itemsUnderWay, waiting }: Queue<unknown, never>): boolean =>
  isSent && underWay < underWayMost && waiting.length >= Math.max(aheadLeast, itemsUnderWay / 2);

function answer<Item, Result>(batch: readonly Waiting<Item, Result>[], results: readonly Result[]): void {
  batch.forEach(({ resolve, reject }, i) => {
    const result = results[i];
    if (result === undefined) reject(new Error('a batch answered fewer results than it was given'));
    else resolve(result);
  });
}

/**
 * Lets concurrent callers share a commit. While one batch is at the database the next gathers; there is no timer, so a lone caller
 * waits for nobody. Items of one lane begin in order of arrival, lanes run side by side. Where many wait, a batch goes as soon as the one before it is
 * sent, so that the database has the next when it is done with the last.
 *
 * A batch that fails is halved until the item that fails alone is found: one bad row never takes its neighbours with it. A database that is not there is
 * no item's fault: the batch is tried once more as it is, for a connection may break while the database is well, and then fails whole. Halving
 * would wait for the database twice for every item, one after the other, while all of their callers wait too.
 */
export class GroupCommit<Item, Result> {
  readonly #run: (items: readonly Item[], way: Way) => Promise<readonly Result[]>;
  readonly #concernsAll: (error: unknown) => boolean;
  readonly #lanes: Queue<Item, Result>[];

  /** `concernsAll` tells a failure that no single item is to blame for. */
  constructor(
    lanes: number,
    run: (items: readonly Item[], way: Way) => Promise<readonly Result[]>,
    concernsAll: (error: unknown) => boolean = () => false,
  ) {
    this.#run = run;
    this.#concernsAll = concernsAll;
    this.#lanes = Array.from({ length: lanes }, (_, lane) => ({
      lane,
      waiting: [],
      underWay: 0,
      itemsUnderWay: 0,
      isSent: false,
      isLooking: false,
    }));
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
      if (queue.underWay === 0) this.#begin(queue);
      else this.#lookAhead(queue);
    });
  }

  /** Items that wait for a batch of this lane now. */
  waitingIn(lane: number): number {
    return this.#lanes[lane % this.#lanes.length]?.waiting.length ?? 0;
  }

  /** Items that wait for a batch now. */
  get waiting(): number {
    return this.#lanes.reduce((sum, { waiting }) => sum + waiting.length, 0);
  }

  #begin(queue: Queue<Item, Result>): void {
    if (queue.waiting.length === 0) return;
    const batch = queue.waiting.splice(0, batchMost);
    queue.underWay += 1;
    queue.itemsUnderWay += batch.length;
    queue.isSent = false;
    void this.#carry(queue, batch);
  }

  #lookAhead(queue: Queue<Item, Result>): void {
    if (queue.isLooking || !mayFollow(queue)) return;
    queue.isLooking = true;
    // Those who come in the same moment go with it.
    setImmediate(() => {
      queue.isLooking = false;
      if (mayFollow(queue)) this.#begin(queue);
    });
  }

  async #carry(queue: Queue<Item, Result>, batch: readonly Waiting<Item, Result>[]): Promise<void> {
    const onSent = () => {
      queue.isSent = true;
      this.#lookAhead(queue);
    };
    await this.#settle(queue, batch, { lane: queue.lane, onSent });
    queue.underWay -= 1;
    queue.itemsUnderWay -= batch.length;
    if (queue.underWay === 0) this.#begin(queue);
    else this.#lookAhead(queue);
  }

  async #settle(
    queue: Queue<Item, Result>,
    batch: readonly Waiting<Item, Result>[],
    way: Way,
    triesLeft = 1,
  ): Promise<void> {
    try {
      const results = await this.#run(
        batch.map(({ item }) => item),
        way,
      );
      // Where nothing is at the database, what waits goes there first: callers who go on with their answers would keep it waiting for them.
      if (queue.underWay === 1 && queue.waiting.length > 0) setImmediate(answer, batch, results);
      else answer(batch, results);
    } catch (error) {
      const again = { lane: way.lane, onSent: () => undefined };
      const concernsAll = this.#concernsAll(error);
      if (concernsAll && triesLeft > 0) return this.#settle(queue, batch, again, triesLeft - 1);
      if (concernsAll || batch.length === 1) {
        for (const { reject } of batch) reject(error);
        return;
      }
      const middle = batch.length >> 1;
      await this.#settle(queue, batch.slice(0, middle), again, triesLeft);
      await this.#settle(queue, batch.slice(middle), again, triesLeft);
    }
  }
}
