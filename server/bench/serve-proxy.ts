import { openRoundRobinProxy } from '../test/scale-out/round-robin-proxy.ts';

// A reverse proxy in a process of its own, before the servers that it is started with. Its address goes to whoever started it.
const proxy = await openRoundRobinProxy(process.argv.slice(2));
process.send?.(proxy.url);
process.once('disconnect', () => void proxy.close().then(() => process.exit()));
