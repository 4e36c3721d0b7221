import { join } from 'node:path';
import { type Machine, thisMachine } from './postgres-client/machine.ts';

/** PostgreSQL's client programs, `pg_dump`, `pg_restore` and `psql`, seen to start on this machine. */
export interface PostgresClient {
  /** The folder they are in. */
  readonly folder: string;
  /** Their version, such as 18. `pg_dump` refuses a server that is newer. */
  readonly major: number;
}

/** The oldest PostgreSQL that this project supports. */
const OLDEST = 15;

const PROGRAMS = ['pg_dump', 'pg_restore', 'psql'];

/** Long enough for another installation to end, in seconds. */
const WAIT_FOR_APT = '-oDPkg::Lock::Timeout=60';

/** What to install where apt-get can't be asked. */
const WAYS = `
  Debian, Ubuntu   apt-get install postgresql-client   (where that is older: from apt.postgresql.org)
  Fedora           dnf install postgresql
  Alpine           apk add postgresql-client
  Arch             pacman -S postgresql-libs
  macOS            brew install libpq`;

/**
 * Finds the newest PostgreSQL client for tests of dumps, which no npm package carries. Where there is none, root has
 * apt-get install the package `postgresql-client`; nobody else has anything changed.
 *
 * @param say hears, in one line each, what is installed and which client was chosen
 * @throws Error that names the package to install, and what was found instead
 */
export async function findPostgresClient(
  say: (line: string) => void = console.log,
  machine: Machine = thisMachine,
): Promise<PostgresClient> {
  let found = await clientsOf(machine);
  let failure = '';
  if (newestOf(found) === undefined && (await machine.installs())) {
    say(`PostgreSQL client: none of ${OLDEST} or newer is here; apt-get installs the package postgresql-client`);
    failure = await install(machine);
    found = await clientsOf(machine);
  }
  const newest = newestOf(found);
  if (newest === undefined) throw new Error(messageOf(found, failure));
  say(`PostgreSQL client: ${newest.major}, in ${newest.folder}`);
  return newest;
}

async function clientsOf(machine: Machine): Promise<readonly PostgresClient[]> {
  const clients = machine.folders().map(async (folder) => {
    const versions = await Promise.all(PROGRAMS.map((program) => majorOf(machine, join(folder, program))));
    return { folder, major: Math.min(...versions) };
  });
  return (await Promise.all(clients)).filter(({ major }) => major > 0);
}

/** `pg_dump (PostgreSQL) 17.6 (Debian 17.6-1)` is 17; 0 where the program doesn't start. */
async function majorOf(machine: Machine, program: string): Promise<number> {
  const said = await machine.run(program, ['--version']).catch(() => '');
  return Number(/\(PostgreSQL\) (\d+)/.exec(said)?.[1] ?? 0);
}

/** Of several that are equally new the first: a folder of one version alone, before a wrapper that may choose another. */
function newestOf(clients: readonly PostgresClient[]): PostgresClient | undefined {
  return clients.filter(({ major }) => major >= OLDEST).sort((one, other) => other.major - one.major)[0];
}

/** Returns why it failed, empty when it didn't. */
async function install(machine: Machine): Promise<string> {
  try {
    await machine.run('apt-get', ['update', '--quiet']);
    await machine.run('apt-get', ['install', '--yes', '--no-install-recommends', WAIT_FOR_APT, 'postgresql-client']);
    return '';
  } catch (error) {
    return `\napt-get failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function messageOf(found: readonly PostgresClient[], failure: string): string {
  const older = found.map(({ folder, major }) => `\n${folder} has version ${major}, which is too old.`).join('');
  return (
    `There is no ${PROGRAMS.join(', ')} of PostgreSQL ${OLDEST} or newer here. A test of backups needs them, and npm ` +
    `has none. Install them, on the PATH or where their package puts them, and run the test again:${WAYS}${older}${failure}`
  );
}
