// In a browser, behind a service worker: run `npx msw init public/` once, and load this before your application.
// Nothing in the application knows: its requests to /v1 are answered by a world in memory.

// #region worker
import { createWorld, handlers, type World } from '@kopai/mocks';
import { setupWorker } from 'msw/browser';

export async function startMocking(): Promise<World> {
  const world = createWorld({ seed: 'development' });
  await setupWorker(...handlers(world)).start({ onUnhandledFrame: 'bypass', quiet: true });
  return world;
}
// #endregion worker
