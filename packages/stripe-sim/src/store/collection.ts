import type { Entity } from './collection-key.ts';

/** A typed view on one collection. Entities are immutable: a change is a `put` of a new object under the old id. */
export interface Collection<T extends Entity> {
  get(id: string): T | undefined;
  /** Inserts or replaces. Only inside a transaction. */
  put(entity: T): T;
  /** Only inside a transaction. Deleting what is not there does nothing. */
  delete(id: string): void;
  /** In the order of first insertion. A replacement keeps its place. */
  all(): IterableIterator<T>;
  newestFirst(): T[];
  readonly size: number;
}
