export { type HandlerOptions, handlers } from './handlers.ts';
export { mockFetch } from './mock-fetch.ts';
export * from './scenarios/index.ts';
export type { Payer } from './topups.ts';
export type { PlainProblem, Weather } from './weather.ts';
export { createWorld, seededNowMs, type World, type WorldOptions } from './world.ts';
