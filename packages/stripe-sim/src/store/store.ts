import type { Collection } from './collection.ts';
import type { CollectionKey, Entity } from './collection-key.ts';
import { Journal, type Operation } from './journal.ts';

interface Transaction {
  readonly operations: Operation[];
  readonly undo: (() => void)[];
  readonly afterCommit: (() => void)[];
}

/**
 * Everything one simulator remembers. All of it is in memory; with a data file every transaction is journalled before
 * `transaction` returns, hence before any answer goes out.
 */
export class Store {
  readonly #collections = new Map<string, Map<string, Entity>>();
  readonly #journal: Journal | undefined;
  #transaction: Transaction | undefined;

  /** @throws {DamagedJournalError} when the data file is not a journal of a simulator. */
  constructor(dataFile?: string) {
    if (dataFile === undefined) return;
    this.#journal = new Journal(dataFile);
    for (const operations of this.#journal.read()) for (const operation of operations) this.#apply(operation);
    this.#journal.rewrite(this.#snapshot());
  }

  in<T extends Entity>(key: CollectionKey<T>): Collection<T> {
    // A collection is only ever written through its own key, which is what makes this one cast true.
    const entities = this.#entities(key.name) as Map<string, T>;
    return {
      get: (id) => entities.get(id),
      put: (entity) => {
        this.#record({ put: key.name, entity });
        return entity;
      },
      delete: (id) => {
        if (entities.has(id)) this.#record({ delete: key.name, id });
      },
      all: () => entities.values(),
      newestFirst: () => [...entities.values()].reverse(),
      get size() {
        return entities.size;
      },
    };
  }

  /**
   * Runs `work`, which must be synchronous, and keeps all of its changes or, when it throws, none of them. A nested call
   * joins the transaction around it.
   */
  transaction<R>(work: () => R): R {
    if (this.#transaction) return work();
    const transaction: Transaction = { operations: [], undo: [], afterCommit: [] };
    this.#transaction = transaction;
    let result: R;
    try {
      result = work();
      if (transaction.operations.length > 0) this.#journal?.append(transaction.operations);
    } catch (error) {
      for (const step of transaction.undo.reverse()) step();
      throw error;
    } finally {
      this.#transaction = undefined;
    }
    for (const step of transaction.afterCommit) step();
    return result;
  }

  /** Runs `step` once the current transaction is kept, and never if it is not. */
  afterCommit(step: () => void): void {
    if (!this.#transaction) throw new Error('afterCommit needs a transaction');
    this.#transaction.afterCommit.push(step);
  }

  /** All collections that hold anything, as plain data, by name. */
  dump(): Record<string, Entity[]> {
    const filled = [...this.#collections].filter(([, entities]) => entities.size > 0);
    return Object.fromEntries(filled.map(([name, entities]) => [name, [...entities.values()]]));
  }

  close(): void {
    this.#journal?.close();
  }

  #entities(name: string): Map<string, Entity> {
    let entities = this.#collections.get(name);
    if (!entities) {
      entities = new Map();
      this.#collections.set(name, entities);
    }
    return entities;
  }

  #record(operation: Operation): void {
    if (!this.#transaction) throw new Error('A change of the store needs a transaction');
    const entities = this.#entities('put' in operation ? operation.put : operation.delete);
    const id = 'put' in operation ? operation.entity.id : operation.id;
    const before = entities.get(id);
    this.#transaction.undo.push(() => {
      if (before === undefined) entities.delete(id);
      else entities.set(id, before);
    });
    this.#transaction.operations.push(operation);
    this.#apply(operation);
  }

  #apply(operation: Operation): void {
    if ('put' in operation) this.#entities(operation.put).set(operation.entity.id, operation.entity);
    else this.#entities(operation.delete).delete(operation.id);
  }

  *#snapshot(): Generator<Operation[]> {
    for (const [name, entities] of this.#collections)
      for (const entity of entities.values()) yield [{ put: name, entity }];
  }
}
