import type { World, WorldOptions } from '@kopai/mocks';

/** An element in one of its states: in a world of its own, as it is after what a reader did with it. */
export interface GalleryState {
  /** Its name in links, such as `wallet-debt`. */
  readonly id: string;
  readonly title: string;
  /** When readers see it, as one sentence. */
  readonly when: string;
  readonly element: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** What the page's HTML has inside of the element. */
  readonly fallback?: string;
  /** What makes the world, as code of `@kopai/mocks`. */
  readonly scenario: string;
  readonly world: (options: WorldOptions) => World;
  /** The top-up that the payer comes back from, by its id. */
  readonly returned?: (world: World) => string;
  /** What the reader presses, one after the other. */
  readonly presses?: readonly string[];
  /** It stays as it is: nothing that it waits for ever comes. */
  readonly waits?: boolean;
}

export interface GalleryGroup {
  readonly title: string;
  readonly states: readonly GalleryState[];
}
