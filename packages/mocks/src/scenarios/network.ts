import type { EndpointName } from '@kopai/contracts';
import type { Weather } from '../weather.ts';
import { createWorld, type World, type WorldOptions } from '../world.ts';

/** Nobody is signed in: `world.session` is undefined, prices and packs are still shown. */
export function signedOut(options?: WorldOptions): World {
  const world = createWorld(options);
  world.session = undefined;
  return world;
}

/** Each answer takes `latencyMs` milliseconds. */
export function slow(latencyMs = 1_500, options?: WorldOptions): World {
  const world = createWorld(options);
  world.delay(latencyMs);
  return world;
}

/** No answer ever comes, and no failure either: what a page shows while it loads. */
export const loading = (options?: WorldOptions): World => slow(Number.POSITIVE_INFINITY, options);

/** Every request is refused, by default as by a server that is down for a moment. */
export function failing(refusesWith: Weather['refusesWith'] = 'unavailable', options?: WorldOptions): World {
  const world = createWorld(options);
  world.weather.refusesWith = refusesWith;
  return world;
}

/** Every request meets a fault of the server. */
export const serverError = (options?: WorldOptions): World => failing('internal_error', options);

/** Everything works but one endpoint: by default the history can't be read. */
export function partial(broken: EndpointName = 'wallets.transactions', options?: WorldOptions): World {
  const world = createWorld(options);
  world.fail(broken, 'internal_error');
  return world;
}

/** No request is answered at all. */
export function offline(options?: WorldOptions): World {
  const world = createWorld(options);
  world.weather.offline = true;
  return world;
}
