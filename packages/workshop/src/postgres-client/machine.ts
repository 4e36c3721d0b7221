import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { environmentWith, readEnvironment } from '../environment.ts';

/** What a search for programs asks of the machine it runs on. */
export interface Machine {
  /** Folders that may hold PostgreSQL's client programs, those of one version alone before those of the system. */
  folders(): readonly string[];
  /** Runs a program to its end and gives what it printed. Rejects when it isn't there, or fails. */
  run(program: string, args: readonly string[]): Promise<string>;
  /** Whether packages can be installed here with apt-get: it is there, and this user is root. */
  installs(): Promise<boolean>;
}

/** Where Debian, Red Hat, Homebrew (on either processor) and Postgres.app keep the programs of each version. */
const HOMES = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/opt/{libpq,postgresql@*}/bin',
  '/usr/local/opt/{libpq,postgresql@*}/bin',
  '/Applications/Postgres.app/Contents/Versions/*/bin',
];

/** A program says its version in milliseconds; a package comes over the network, from a mirror that may be slow (in ms). */
const RUN_TIMEOUT = 120_000;

export const thisMachine: Machine = {
  folders: () => [...globSync(HOMES), ...readEnvironment().searchPath],
  async run(program, args) {
    const env = environmentWith({ DEBIAN_FRONTEND: 'noninteractive' });
    return (await promisify(execFile)(program, args, { env, timeout: RUN_TIMEOUT })).stdout;
  },
  async installs() {
    if (process.getuid?.() !== 0) return false;
    const programs = readEnvironment().searchPath.map((folder) => join(folder, 'apt-get'));
    return Promise.any(programs.map((program) => access(program, constants.X_OK))).then(
      () => true,
      () => false,
    );
  },
};
