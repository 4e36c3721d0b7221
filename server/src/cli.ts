#!/usr/bin/env node
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type KeyScope, keyScopes, Problem } from '@kopai/contracts';
import { createKey, listKeys, revokeKey, rotateSigningSecret } from './access/index.ts';
import { quotesBelievedMs } from './catalog/index.ts';
import { systemClock } from './clock.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { migrateAll, toolPool, visitDatabase } from './database.ts';
import {
  BackupError,
  DataFolderInUseError,
  EmbeddedPostgresError,
  inTransaction,
  isDatabaseUnavailable,
  MigrationBlockedError,
  noWayIn,
  type Pool,
  takeBaseBackup,
} from './db/index.ts';
import { examine } from './doctor/index.ts';
import { verify } from './ledger/index.ts';
import { createLog } from './log.ts';
import { announce, serve } from './main.ts';
import { visitPayments } from './payments.ts';
import { reconcile, reportLines } from './reconcile/index.ts';
import { stripeBalance, stripeClient } from './stripe/index.ts';
import { untilStopped } from './until-stopped.ts';

const usage = `kopai: prepaid credits

  kopai serve                            run the server
  kopai migrate                          bring the database's schema up to date
  kopai verify                           prove the ledger's invariants; exit 1 with the offending rows
  kopai reconcile                        compare the ledger's cash with Stripe's balance; exit 1 with the differences
  kopai backup FOLDER                    copy the running database into a folder, from which it starts
  kopai doctor                           look at this deployment and say what is wrong; exit 1 if anything is
  kopai keys list
  kopai keys create --name NAME --scope SCOPE [--scope SCOPE …]
  kopai keys revoke ID
  kopai keys rotate-quotes               sign quotes with a new key; those that are out stay good

Scopes: ${keyScopes.join(', ')}
Settings come from the environment: see the README.
`;

/** What the command line got wrong; answered with the usage and exit 2. */
class UsageError extends Error {}

const say = (line: string) => process.stdout.write(`${line}\n`);

type Command = (config: Config, args: string[]) => Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  async serve(config) {
    const serving = await serve(config);
    const stopped = untilStopped(serving.close, config.drainSeconds);
    announce(serving, config);
    await stopped;
    return 0;
  },

  async migrate(config) {
    const log = createLog(config.logLevel);
    const database = await visitDatabase(config, log);
    try {
      const ran = await migrateAll(database.url, log);
      say(ran.length === 0 ? 'the schema is up to date' : `migrated: ${ran.join(', ')}`);
      return 0;
    } finally {
      await database.close();
    }
  },

  async backup(config, [folder, ...rest]) {
    if (!folder || rest.length > 0) throw new UsageError('backup wants a folder');
    const database = await visitDatabase(config, createLog(config.logLevel));
    try {
      await takeBaseBackup(database.url, resolve(folder));
      say(`backed up to ${resolve(folder)}`);
      return 0;
    } finally {
      await database.close();
    }
  },

  verify: (config) => withPool(config, verifyAll),
  reconcile: (config) => withPool(config, (pool) => reconcileCash(config, pool)),
  doctor: (config) => examineAll(config),
  keys: (config, args) => withPool(config, (pool) => manageKeys(pool, args)),
};

async function withPool(config: Config, work: (pool: Pool) => Promise<number>): Promise<number> {
  const database = await visitDatabase(config, createLog(config.logLevel));
  const pool = toolPool(database.url);
  try {
    return await work(pool);
  } finally {
    await pool.end();
    await database.close();
  }
}

/** One snapshot for all invariants: between two snapshots a charge would look like a hole. */
async function verifyAll(pool: Pool): Promise<number> {
  const verdicts = await inTransaction(pool, verify, { isolation: 'repeatable read' });
  const broken = verdicts.filter(({ offenders }) => offenders.length > 0);
  for (const { name, offenders } of verdicts) {
    say(`${offenders.length === 0 ? 'holds ' : 'BROKEN'}  ${name}`);
    for (const row of offenders) say(`        ${JSON.stringify(row)}`);
  }
  say(`${verdicts.length - broken.length} of ${verdicts.length} invariants hold`);
  return broken.length === 0 ? 0 : 1;
}

async function examineAll(config: Config): Promise<number> {
  const database = await visitDatabase(config, createLog(config.logLevel));
  const pool = toolPool(database.url);
  try {
    const stripe = config.stripe && stripeClient({ apiKey: config.stripe.apiKey });
    const findings = await examine({ config, databaseUrl: database.url, db: pool, stripe, clock: systemClock });
    for (const { name, state, detail, remedy } of findings) {
      say(`${state.padEnd(7)}  ${name}: ${detail}`);
      if (remedy) say(`         ${remedy}`);
    }
    const wrong = findings.filter(({ state }) => state === 'wrong').length;
    say(wrong === 0 ? 'nothing is wrong' : `wrong: ${wrong} of ${findings.length}`);
    return wrong === 0 ? 0 : 1;
  } finally {
    await pool.end();
    await database.close();
  }
}

/** How long a payment may be at Stripe before it is here: a webhook and its job take well under this. */
const secondLookAfterMs = 3_000;

async function reconcileCash(config: Config, pool: Pool): Promise<number> {
  const payments = await visitPayments(config);
  try {
    say(payments.simulatorUrl ? `asking the simulator on ${payments.simulatorUrl}` : 'asking Stripe');
    const comparison = await reconcile({
      db: pool,
      provider: stripeBalance(payments.stripe),
      pause: () => sleep(secondLookAfterMs),
    });
    for (const line of reportLines(comparison)) say(line);
    return comparison.differences.length === 0 ? 0 : 1;
  } finally {
    await payments.close();
  }
}

async function manageKeys(pool: Pool, [action, ...args]: string[]): Promise<number> {
  if (action === 'list') {
    for (const key of await listKeys(pool, { limit: 1_000 })) {
      const state = key.revokedAt ? `revoked ${key.revokedAt}` : `last used ${key.lastUsedAt ?? 'never'}`;
      say(`${key.id}  …${key.hint}  ${key.name}  [${key.scopes.join(' ')}]  ${state}`);
    }
    return 0;
  }
  if (action === 'create') {
    const { values } = parseArgs({
      args,
      options: { name: { type: 'string' }, scope: { type: 'string', multiple: true } },
    });
    const scopes = (values.scope ?? []).map(scopeOf);
    if (!values.name || scopes.length === 0) throw new UsageError('keys create wants --name and --scope');
    const key = await createKey({ pool, clock: systemClock }, { name: values.name, scopes }, 'command line');
    say(`${key.id}  ${key.key}`);
    return 0;
  }
  if (action === 'revoke' && args[0]) {
    const key = await revokeKey({ pool, clock: systemClock }, args[0], 'command line');
    say(`${key.id}  revoked ${key.revokedAt}`);
    return 0;
  }
  if (action === 'rotate-quotes') {
    const order = { purpose: 'quotes', acceptedForMs: quotesBelievedMs, actor: 'command line' };
    const until = await rotateSigningSecret({ pool, clock: systemClock }, order);
    say(`quotes are signed with a new key; those of the one before are good until ${until.toISOString()}`);
    return 0;
  }
  throw new UsageError('keys wants list, create, revoke ID or rotate-quotes');
}

function scopeOf(text: string): KeyScope {
  const scope = keyScopes.find((known) => known === text);
  if (!scope) throw new UsageError(`${JSON.stringify(text)} is not a scope`);
  return scope;
}

async function run([name = '', ...args]: string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    process.stderr.write(usage);
    return name === '' || name === 'help' || name === '--help' ? 0 : 2;
  }
  try {
    return await command(readConfig(), args);
  } catch (error) {
    return complain(error);
  }
}

/** What a person can mend is said in a sentence; anything else keeps its stack. */
export function complain(error: unknown): number {
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const closed = noWayIn(error);
  if (error instanceof ConfigError) {
    say('These settings are wrong:');
    for (const fault of error.faults) say(`  ${fault}`);
  } else if (
    error instanceof UsageError ||
    (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  ) {
    say(`${error.message}\n\n${usage}`);
    return 2;
  } else if (
    error instanceof DataFolderInUseError ||
    error instanceof EmbeddedPostgresError ||
    error instanceof MigrationBlockedError ||
    error instanceof BackupError ||
    error instanceof Problem
  ) {
    say(error.message);
  } else if (closed) {
    say(`The database cannot be reached: ${closed.what}. ${closed.remedy}`);
  } else if (isDatabaseUnavailable(error)) {
    say(
      `The database cannot be reached: ${error instanceof Error ? error.message : String(error)}. Check DATABASE_URL.`,
    );
  } else if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    say(`${error.message}: another program listens there; set PORT, STRIPE_SIM_PORT or KOPAI_DEMO_PORT`);
  } else if (error instanceof Error && 'syscall' in error && ['mkdir', 'open'].includes(String(error.syscall))) {
    say(`${error.message}. KOPAI_DATA_DIR has to be a folder that this process may write to.`);
  } else {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  return 1;
}

if (import.meta.main) process.exitCode = await run(process.argv.slice(2));
