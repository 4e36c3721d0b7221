export { type HandlerOptions, handlers } from './handlers.ts';
export { mockFetch } from './mock-fetch.ts';
export * from './scenarios.ts';
export type { Payer } from './topups.ts';
export { createWorld, type Weather, type World, type WorldOptions } from './world.ts';
