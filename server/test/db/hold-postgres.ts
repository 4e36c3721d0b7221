// A server process in miniature for the tests that need one to kill: starts PostgreSQL on the folder it is given,
// says so on its output, and stays until it is told to stop or killed.
import { startPostgres } from '../../src/db/index.ts';

const [dataDir = ''] = process.argv.slice(2);
const postgres = await startPostgres({ dataDir });
process.once('SIGTERM', () => void postgres.stop());
process.stdout.write(`${postgres.url}\n`);
