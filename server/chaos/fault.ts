import type { Dice } from '../test/dice.ts';
import type { World } from './world.ts';

/** What a fault has done. One that has changed nothing proves nothing, and is a finding. */
export interface Bite {
  readonly bit: boolean;
  /** What was done, with its numbers. */
  readonly how: string;
}

/** One way to break things, under load; when it settles the cause is gone, and what it left is not. */
export type Fault = (world: World, dice: Dice) => Promise<Bite>;
