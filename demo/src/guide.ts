import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));

/** The guide, for the server to show. */
export interface Guide {
  readonly folder: string;
  close(): void;
}

/**
 * Has the guide built beside the server, unless it is as its sources are: it takes some seconds that nobody has to wait for. What goes wrong is said
 * on standard error, and the demo goes on without.
 */
export function openGuide(): Guide {
  const child = spawn(process.execPath, ['src/build.ts', '--if-changed'], {
    cwd: docs,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000);
  });
  const complain = (why: string) => process.stderr.write(`the guide could not be built: ${why}\n`);
  child.on('error', ({ message }) => complain(message));
  child.on('exit', (code) => {
    if (code !== 0 && code !== null) complain(said);
  });
  return { folder: `${docs}.vitepress/dist`, close: () => void child.kill() };
}
