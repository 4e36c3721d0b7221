import { getResponse } from 'msw';
import { handlers } from './handlers.ts';
import type { World } from './world.ts';

/**
 * A `fetch` whose network is a world: `new Kopai({ fetch: mockFetch(world) })`. It needs no service worker and patches nothing, so each
 * client of a page can live in a world of its own. What no route of the API matches fails as if nobody were there.
 */
export function mockFetch(world: World): typeof globalThis.fetch {
  const routes = handlers(world);
  return async (input, init) => {
    const request = new Request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    try {
      const response = await Promise.race([getResponse(routes, request), aborted]);
      if (!response || response.type === 'error') throw new TypeError('Failed to fetch');
      return response;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  };
}
