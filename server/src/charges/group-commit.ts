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

/**
 * Lanes are put together again once so many have come one after the other that found few: with many callers, too, there are few for a moment whenever a batch
 * was answered.
 */
const fewLeast = 200;

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
  /** Which arrangement of the lanes it came in. */
  readonly arrangement: number;
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

/** How items are spread over lanes. */
export interface Lanes {
  readonly count: number;
  /**
   * One lane takes all while fewer than so many wait or are under way: a commit is shared by as many as can, and one connection of the database's has at hand
   * what it needs. Once there are as many each has its own, until there are less than half as many for a while.
   */
  readonly togetherMost: () => number;
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
 * waits for nobody. Items of one lane begin in order of arrival, lanes run side by side. Where many wait, a batch goes as soon as the one before it is
 * sent, so that the database has the next when it is done with the last.
 *
 * A few share one lane, and many are spread over all. What comes after such a change waits for all that came before it, so that items of one lane are
 * never under way in two.
 *
 * A batch that fails is halved until the item that fails alone is found: one bad row never takes its neighbours with it. A database that is not there is
 * no item's fault: the batch is tried once more as it is, for a connection may break while the database is well, and then fails whole. Halving
 * would wait for the database twice for every item, one after the other, while all of their callers wait too.
 */
export class GroupCommit<Item, Result> {
  readonly #run: (items: readonly Item[], way: Way) => Promise<readonly Result[]>;
  readonly #concernsAll: (error: unknown) => boolean;
  readonly #lanes: Queue<Item, Result>[];
  readonly #togetherMost: () => number;
  #isTogether = true;
  /** How many have come one after the other, while lanes were apart, that found few. */
  #few = 0;
  /** How often lanes were put together or apart. */
  #arrangement = 0;
  /** Items that are not answered yet, of this arrangement and of the one before it. */
  readonly #open = { now: 0, before: 0 };

  /** `concernsAll` tells a failure that no single item is to blame for. */
  constructor(
    { count, togetherMost }: Lanes,
    run: (items: readonly Item[], way: Way) => Promise<readonly Result[]>,
    concernsAll: (error: unknown) => boolean = () => false,
  ) {
    this.#run = run;
    this.#concernsAll = concernsAll;
    this.#togetherMost = togetherMost;
    this.#lanes = Array.from({ length: count }, (_, lane) => ({
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
    this.#arrange();
    const queue = this.#lanes[this.#isTogether ? 0 : lane % this.#lanes.length];
    if (!queue) throw new Error('there are no lanes');
    if (queue.waiting.length >= queueMost) {
      throw new Problem('unavailable', 'More charges are waiting than can be made soon.');
    }
    return new Promise((resolve, reject) => {
      queue.waiting.push({ item, resolve, reject, arrangement: this.#arrangement });
      this.#open.now += 1;
      this.#goOn(queue);
    });
  }

  /** Items that wait for a batch now. */
  get waiting(): number {
    return this.#lanes.reduce((sum, { waiting }) => sum + waiting.length, 0);
  }

  /** Puts the lanes together or apart; not again until all is answered that came before. */
  #arrange(): void {
    const open = this.#open;
    if (open.before > 0) return;
    const most = this.#togetherMost();
    this.#few = open.now < most / 2 ? this.#few + 1 : 0;
    const isTogether = this.#isTogether ? open.now < most : this.#few >= fewLeast;
    if (isTogether === this.#isTogether) return;
    this.#isTogether = isTogether;
    this.#arrangement += 1;
    open.before = open.now;
    open.now = 0;
  }

  /** How many of those that wait may go now: none where others that came before the lanes were changed are not answered. */
  #readyIn({ waiting }: Queue<Item, Result>): number {
    if (this.#open.before === 0) return waiting.length;
    const later = waiting.findIndex(({ arrangement }) => arrangement === this.#arrangement);
    return later < 0 ? waiting.length : later;
  }

  /** Counts items of one batch as answered, right before they are. */
  #close(batch: readonly Waiting<Item, Result>[]): void {
    const open = this.#open;
    if (batch[0]?.arrangement === this.#arrangement) open.now -= batch.length;
    else {
      open.before -= batch.length;
      if (open.before === 0) for (const queue of this.#lanes) this.#goOn(queue);
    }
  }

  #begin(queue: Queue<Item, Result>): void {
    const batch = queue.waiting.splice(0, Math.min(batchMost, this.#readyIn(queue)));
    if (batch.length === 0) return;
    queue.underWay += 1;
    queue.itemsUnderWay += batch.length;
    queue.isSent = false;
    void this.#carry(queue, batch);
  }

  #goOn(queue: Queue<Item, Result>): void {
    if (queue.underWay === 0) this.#begin(queue);
    else this.#lookAhead(queue);
  }

  #lookAhead(queue: Queue<Item, Result>): void {
    if (queue.isLooking || !this.#mayFollow(queue)) return;
    queue.isLooking = true;
    // Those who come in the same moment go with it.
    setImmediate(() => {
      queue.isLooking = false;
      if (this.#mayFollow(queue)) this.#begin(queue);
    });
  }

  /** Whether a batch may follow those under way, and is worth a commit of its own. */
  #mayFollow(queue: Queue<Item, Result>): boolean {
    const { isSent, underWay, itemsUnderWay } = queue;
    return isSent && underWay < underWayMost && this.#readyIn(queue) >= Math.max(aheadLeast, itemsUnderWay / 2);
  }

  async #carry(queue: Queue<Item, Result>, batch: readonly Waiting<Item, Result>[]): Promise<void> {
    const onSent = () => {
      queue.isSent = true;
      this.#lookAhead(queue);
    };
    await this.#settle(queue, batch, { lane: queue.lane, onSent });
    queue.underWay -= 1;
    queue.itemsUnderWay -= batch.length;
    this.#goOn(queue);
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
      this.#close(batch);
      // Where nothing is at the database, what waits goes there first: callers who go on with their answers would keep it waiting for them.
      if (queue.underWay === 1 && queue.waiting.length > 0) setImmediate(answer, batch, results);
      else answer(batch, results);
    } catch (error) {
      const again = { lane: way.lane, onSent: () => undefined };
      const concernsAll = this.#concernsAll(error);
      if (concernsAll && triesLeft > 0) return this.#settle(queue, batch, again, triesLeft - 1);
      if (concernsAll || batch.length === 1) {
        this.#close(batch);
        for (const { reject } of batch) reject(error);
        return;
      }
      const middle = batch.length >> 1;
      await this.#settle(queue, batch.slice(0, middle), again, triesLeft);
      await this.#settle(queue, batch.slice(middle), again, triesLeft);
    }
  }
}
