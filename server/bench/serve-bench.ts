import { openBenchServer } from './open-server.ts';

// A server in a process of its own, for callers over HTTP. Its address and key go to whoever started it.
const [databaseUrl = ''] = process.argv.slice(2);
const server = await openBenchServer(databaseUrl);
process.send?.({ url: server.url, secretKey: server.secretKey });
process.once('disconnect', () => void server.close().then(() => process.exit()));
