import { readConfig } from '../src/config.ts';
import { serve } from '../src/main.ts';

// A server in a process of its own, whose clock is moved by whoever started it. Its address goes there too.
let aheadMs = 0;
process.on('message', (message) => {
  if (typeof message === 'number') aheadMs = message;
});
const noLimits = { key: 1e9, session: 1e9, address: 1e9, failures: 1e9, streams: 1e9, stripeEvents: 1e9, probes: 1e9 };
const serving = await serve(readConfig(), { clock: () => Date.now() + aheadMs, limits: noLimits });
process.send?.(serving.url);
process.once('disconnect', () => process.exit());
