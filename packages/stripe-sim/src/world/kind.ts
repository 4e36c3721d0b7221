import type { CollectionKey, Entity } from '../store/collection-key.ts';
import type { World } from './world.ts';

/** A kind of API object as `expand[]` sees it: how an id becomes the object, and which fields appear only on demand. */
export interface Kind {
  /** The value of the object's `object` field. */
  readonly object: string;
  find(world: World, id: string): object | undefined;
  /** Fields left out of plain answers, made when `expand[]` names them. */
  readonly includes: Readonly<Record<string, (world: World, id: string) => unknown>>;
}

interface KindDefinition<T extends Entity> {
  readonly object: string;
  readonly collection: CollectionKey<T>;
  /** Turns the stored entity into the answer; left out where they are the same. */
  readonly present?: (world: World, entity: T) => object;
  readonly includes?: Kind['includes'];
}

export function defineKind<T extends Entity>({ object, collection, present, includes = {} }: KindDefinition<T>): Kind {
  return {
    object,
    includes,
    find(world, id) {
      const entity = world.store.in(collection).get(id);
      return entity && present ? present(world, entity) : entity;
    },
  };
}
