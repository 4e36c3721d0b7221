import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { EmbeddedPostgresError } from './errors.ts';

/** A user and its group, by number. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * How PostgreSQL's programs are run. It refuses uid 0, so under root they run as an unprivileged account.
 *
 * `capability` is the one right that account keeps when the programs or the data lie below a folder that only root may
 * search (a clone in `/root`, or in a `mktemp -d`): `dac_read_search` lets a process search folders and read files,
 * `dac_override` also execute and write them, and is taken only where the first is not enough or not to be had.
 */
export interface RunAs {
  readonly account?: Account;
  readonly capability?: 'dac_read_search' | 'dac_override';
}

/** The environment of every program: nothing of ours leaks in, so `PGDATA`, `PGPORT` or a locale can't change a start. */
const ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Starts a program the given way, in a process group of its own, its output piped. */
export function spawnAs(
  way: RunAs,
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  const options: SpawnOptions = {
    // A folder everyone may enter: the current one may be closed to the account.
    cwd: '/',
    // Ctrl-C in a terminal goes to the whole foreground group; the server decides when its database stops.
    detached: true,
    env: { ...ENVIRONMENT, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  };
  const { account, capability } = way;
  if (account === undefined) return spawn(file, args, options);
  if (capability === undefined) return spawn(file, args, { ...options, ...account });
  return spawn('setpriv', [...setprivFlags(account, capability), file, ...args], options);
}

/**
 * `no-setuid-fixup` matters: without it access(2), which PostgreSQL asks about its own programs, answers for a
 * non-root user as if the capability weren't there. `no-new-privs` and the bounding set keep it the only one.
 */
function setprivFlags(account: Account, capability: string): string[] {
  return [
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    '--securebits=+no_setuid_fixup',
    `--inh-caps=-all,+${capability}`,
    `--ambient-caps=-all,+${capability}`,
    `--bounding-set=-all,+${capability}`,
    '--no-new-privs',
  ];
}

/** What a finished program left: its exit code (null after a signal) and everything it printed. */
export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program the given way, to its end. A program that can't be started at all counts as code 127. */
export function runToEnd(way: RunAs, file: string, args: readonly string[]): Promise<Finished> {
  const child = spawnAs(way, file, args);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

/**
 * Finds the least privileged way that really works, by trying: each candidate enters `folders` and runs `program`
 * from there. A model of permission bits would miss access lists, mounts and what a container forbids.
 *
 * @returns the way, and what `program --version` printed
 * @throws EmbeddedPostgresError when no way works
 */
export async function chooseRunAs(
  account: Account | undefined,
  program: string,
  folders: readonly string[],
): Promise<{ way: RunAs; version: string }> {
  const ways: RunAs[] =
    account === undefined
      ? [{}]
      : [{ account }, { account, capability: 'dac_read_search' }, { account, capability: 'dac_override' }];
  let output = '';
  for (const way of ways) {
    const script = 'for folder; do cd "$folder" || exit; done; exec "$0" --version';
    const tried = await runToEnd(way, '/bin/sh', ['-c', script, program, ...folders]);
    if (tried.code === 0) return { way, version: tried.output.trim() };
    output = tried.output.trim();
  }
  throw new EmbeddedPostgresError(
    account === undefined
      ? `PostgreSQL's program ${program} does not run here (${output}).`
      : `PostgreSQL refuses to run as root, and the unprivileged user ${account.uid} can't run ${program} and enter ` +
          `${folders.join(' and ')} (${output}). Start the server as a normal user, or from a folder that everyone may search.`,
  );
}

/**
 * The unprivileged account PostgreSQL runs as when the server is root: the system's `postgres` if it has one, else
 * `nobody`. It must be a named one, because initdb looks the name up.
 *
 * @throws EmbeddedPostgresError when the system has neither
 */
export async function unprivilegedAccount(passwordFile = '/etc/passwd'): Promise<Account> {
  const lines = (await readFile(passwordFile, 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((fields) => fields[0] === name) ?? [];
    if (uid !== undefined && gid !== undefined && Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new EmbeddedPostgresError(
    'PostgreSQL refuses to run as root, and this system has neither a user `postgres` nor `nobody`. ' +
      'Start the server as a normal user.',
  );
}
