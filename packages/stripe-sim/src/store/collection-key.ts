/** Anything the simulator remembers has an id that is unique within its collection. */
export interface Entity {
  readonly id: string;
}

declare const entityType: unique symbol;

/** Names a collection and carries the type of what it holds, so that no central list of collections is needed. */
export interface CollectionKey<T extends Entity> {
  readonly name: string;
  readonly [entityType]?: T;
}

/** Declares a collection. The name is what stands in the journal, so it must never change its meaning. */
export function defineCollection<T extends Entity>(name: string): CollectionKey<T> {
  return { name };
}
