import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const top = fileURLToPath(new URL('../../..', import.meta.url));

/** The folder in which an operator follows the commands that the guide quotes. */
export interface Workplace {
  /** The path of a name in it. */
  at(name: string): string;
  /** Runs one region of the script, line by line and up to the first that fails, and gives what it printed. */
  follow(region: string, env: Readonly<Record<string, string>>): Promise<string>;
  close(): Promise<void>;
}

/**
 * Makes an empty one.
 *
 * @param script the file that the guide quotes, from the top of the workspace
 * @param programs a folder of programs that come before those of the system
 */
export async function openWorkplace(script: string, programs?: string): Promise<Workplace> {
  const place = await mkdtemp(join(tmpdir(), 'kopai-workplace-'));
  // PostgreSQL runs as another user when the tests run as root.
  await chmod(place, 0o755);
  const at = (name: string) => join(place, name);
  await mkdir(at('programs'));
  await symlink(join(top, 'docs/test/stand-in.mjs'), join(at('programs'), 'npm'));
  const path = [at('programs'), ...(programs === undefined ? [] : [programs]), join(process.execPath, '..')];
  return {
    at,
    async follow(region, env) {
      const lines = await run('sed', ['-n', `/^# region ${region}$/,/^# endregion ${region}$/p`, join(top, script)]);
      await writeFile(at(`${region}.sh`), lines.stdout);
      const { stdout } = await run('sh', ['-eu', at(`${region}.sh`)], {
        cwd: place,
        env: { PATH: `${path.join(':')}:/usr/bin:/bin`, LOG_LEVEL: 'warn', ...env },
      });
      return stdout;
    },
    close: () => rm(place, { recursive: true, force: true, maxRetries: 3 }),
  };
}
