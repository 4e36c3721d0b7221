import { ControlError, readFlag, readInteger, readText } from '../http/control-error.ts';
import type { ControlRoute } from '../http/route.ts';
import { overviewPage } from '../pages/overview-page.ts';
import type { Feature } from '../world/feature.ts';

/** A year: a longer step is a slip of the keyboard. */
const greatestStepSeconds = 366 * 24 * 60 * 60;

/** Time moves in strides, so that what falls due in a long step happens in its order, each thing near its own time. */
const greatestStrideSeconds = 6 * 60 * 60;

const controls: readonly ControlRoute[] = [
  { method: 'GET', path: '/_sim/health', handle: () => ({ simulator: true }) },
  {
    method: 'POST',
    path: '/_sim/clock',
    handle(world, { body }) {
      const seconds = readInteger(body, 'advanceSeconds', 0);
      if (seconds === null || seconds > greatestStepSeconds) {
        throw new ControlError(`"advanceSeconds" must be a whole number from 0 to ${greatestStepSeconds}`);
      }
      for (let left = seconds; left > 0; left -= greatestStrideSeconds) {
        world.clock.advance(Math.min(left, greatestStrideSeconds));
        world.tick();
      }
      return { now: world.clock.now() };
    },
  },
  { method: 'GET', path: '/_sim/chaos', handle: (world) => world.chaos.view() },
  {
    method: 'POST',
    path: '/_sim/chaos',
    handle(world, { body }) {
      world.chaos.set(body);
      return world.chaos.view();
    },
  },
  {
    method: 'POST',
    path: '/_sim/webhooks',
    handle(world, { body }) {
      const url = readText(body, 'url');
      const connect = readFlag(body, 'connect');
      world.courier.add({ url, secret: readText(body, 'secret'), ...(connect === null ? {} : { connect }) });
      return { url };
    },
  },
  {
    method: 'DELETE',
    path: '/_sim/webhooks',
    handle(world, { body }) {
      const url = readText(body, 'url');
      if (!world.courier.remove(url)) throw new ControlError(`There is no webhook ${url}`, 404);
      return { url };
    },
  },
  {
    method: 'GET',
    path: '/_sim/state',
    handle: (world) => ({
      now: world.clock.now(),
      chaos: world.chaos.view(),
      webhooks: world.courier.endpoints.map(({ url }) => url),
      collections: world.store.dump(),
    }),
  },
];

/** The simulator's own controls: its clock, its chaos, its webhooks, and a look at everything it holds. */
export const controlFeature: Feature = {
  controls,
  pages: [{ method: 'GET', path: '/', handle: overviewPage }],
};
