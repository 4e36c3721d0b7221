import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DOCS } from '../src/docs-folder.ts';

const top = join(DOCS, '..');

/** Builds the packages as they are published, and returns the folder with the elements for a CDN. */
export async function builtElements(): Promise<string> {
  const program = join(top, 'node_modules/rollup/dist/bin/rollup');
  await promisify(execFile)(process.execPath, [program, '--config', 'rollup.config.mjs', '--silent'], { cwd: top });
  return join(top, 'packages/elements/dist/cdn');
}
