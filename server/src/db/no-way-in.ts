import { DatabaseError } from 'pg';

/** Why nobody gets into the database, and what to do about it. */
interface NoWayIn {
  readonly what: string;
  readonly remedy: string;
}

/** What the server says to a connection that it does not take, by its code (the manual's "PostgreSQL Error Codes"). */
const refusals: Readonly<Record<string, string>> = {
  '28P01':
    'Set the user and the password of DATABASE_URL to those that the database knows; PGPASSWORD counts where the URL has none.',
  '28000':
    "Make this user, or let it in from this machine: a line of the database's pg_hba.conf, and sslmode in DATABASE_URL where it wants encryption.",
  '3D000': 'Make the database, such as by `createdb`, or correct its name in DATABASE_URL.',
  '42501': 'Make the user of DATABASE_URL the owner of the database: alter database … owner to …',
  '53300': 'Raise max_connections, or run fewer processes: each opens 23 connections.',
  '57P03': 'It is starting, or coming back from a crash. Wait, and look into its log if it stays so.',
};

const startIt = 'Start PostgreSQL, or correct host and port in DATABASE_URL.';

/** What the system says of the way there. */
const waysThere: Readonly<Record<string, string>> = {
  ECONNREFUSED: startIt,
  ECONNRESET:
    'Look into its log: it took the connection, and ended it. With sslmode in DATABASE_URL it may not speak TLS.',
  ENOENT: startIt,
  ENOTFOUND: 'Correct the host in DATABASE_URL, or have its name resolved on this machine.',
  EAI_AGAIN: 'Have names resolved on this machine: its DNS gave no answer.',
  EHOSTUNREACH: 'There is no way from this machine to that host. See the network, and the host in DATABASE_URL.',
  ENETUNREACH: 'There is no way from this machine to that host. See the network, and the host in DATABASE_URL.',
  ETIMEDOUT: 'Nobody answers there. See whether a firewall lets this machine through, and the host in DATABASE_URL.',
};

/** What the driver says of itself; it has no codes for it. */
const sayings: readonly (readonly [RegExp, what: string | undefined, remedy: string])[] = [
  [
    /password must be a (non-empty )?string/,
    'it wants a password, and DATABASE_URL has none',
    'Write it into DATABASE_URL, or set PGPASSWORD.',
  ],
  [
    /timeout exceeded when trying to connect|Connection terminated due to connection timeout|timeout expired/,
    'it gave no answer within 10 s',
    'See whether a firewall lets this machine through, and the host in DATABASE_URL.',
  ],
  [/does not support SSL/, undefined, 'Leave sslmode out of DATABASE_URL, or have the database speak TLS.'],
  [
    /certificate|altnames/i,
    undefined,
    'Name the certificate by sslrootcert in DATABASE_URL, and the host as the certificate names it.',
  ],
  [/Connection terminated/, undefined, 'Look into its log: it took the connection, and ended it.'],
];

/** Tells a connection that could not be made from a statement that went wrong: `undefined` for the latter. */
export function noWayIn(error: unknown): NoWayIn | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof DatabaseError) {
    // A table that this user may not read is refused by the same code as a connection, and less severely.
    const remedy = error.severity === 'FATAL' ? refusals[error.code ?? ''] : undefined;
    return remedy === undefined ? undefined : { what: error.message, remedy };
  }
  if (error instanceof AggregateError) return noWayIn(error.errors[0]);
  const code = 'code' in error && 'syscall' in error ? String(error.code) : '';
  const remedy = waysThere[code];
  if (remedy !== undefined) return { what: error.message, remedy };
  const saying = sayings.find(([text]) => text.test(error.message));
  return saying && { what: saying[1] ?? error.message, remedy: saying[2] };
}
