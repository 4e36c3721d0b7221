import { setTimeout as sleep } from 'node:timers/promises';

/**
 * How long a process takes a credential for what it last read of it, in ms. A backend sends thousands of requests a second under one key, and to look it up
 * for each costs as much as a third of a charge. Short, because whoever revokes a credential waits as long.
 */
export const rememberedMs = 100;

/** Timers may fire a millisecond before their time. */
const timerGraceMs = 5;

/**
 * Waits until no process takes a credential any more for what it was before the last commit. Whoever revokes one answers after that: then it is dead
 * everywhere, also where no notification would have arrived.
 */
export const untilForgotten = (): Promise<void> => sleep(rememberedMs + timerGraceMs);
