import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentWith } from '../environment.ts';

/** The top of the workspace. */
export const WORKSPACE = fileURLToPath(new URL('../../../..', import.meta.url));

/**
 * Runs a program, its output going where ours goes.
 *
 * @param options.cwd a folder of the workspace, its top by default
 * @returns the exit code; 1 when a signal ended it
 */
export async function show(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> | undefined } = {},
): Promise<number> {
  const child = spawn(program, args, {
    cwd: join(WORKSPACE, options.cwd ?? '.'),
    env: environmentWith(options.env ?? {}),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}

/** The path of a program that a package of the workspace depends on. */
export function programOf(folder: string, name: string): string {
  return join(WORKSPACE, folder, 'node_modules/.bin', name);
}
