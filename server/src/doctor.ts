import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { pendingMigrations, type Queryable } from './db/index.ts';
import { givenUp } from './jobs/index.ts';
import { handledEvents, type Stripe } from './stripe/index.ts';

/** What was found at one place, and what to do about it. */
export interface Finding {
  readonly name: string;
  readonly state: 'well' | 'warning' | 'wrong';
  /** What was seen. */
  readonly detail: string;
  /** What to do, where something is to be done. */
  readonly remedy?: string;
}

export interface Patient {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly db: Queryable;
  /** Undefined while the simulator stands in for it. */
  readonly stripe: Stripe | undefined;
  readonly clock: Clock;
}

type Examination = (patient: Patient) => Promise<Finding | readonly Finding[]>;

/** A clock that is off by more than this (in ms) makes quotes and signatures too old or too new. */
const clockSkewMost = 5_000;

/** How long something that ends by itself in seconds may be open before somebody should look (in minutes). */
const openMinutesMost = 15;

/** Looks at a deployment, changes nothing, and says what is wrong. An examination that can't be made is a finding too. */
export async function examine(patient: Patient): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, look] of Object.entries(examinations)) {
    try {
      findings.push(...[await look(patient)].flat());
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      findings.push({
        name,
        state: 'wrong',
        detail,
        remedy: 'This could not be looked at; mend what is named and look again.',
      });
    }
  }
  return findings;
}

const well = (name: string, detail: string): Finding => ({ name, state: 'well', detail });
const warning = (name: string, detail: string, remedy: string): Finding => ({ name, state: 'warning', detail, remedy });
const wrong = (name: string, detail: string, remedy: string): Finding => ({ name, state: 'wrong', detail, remedy });

const examinations: Readonly<Record<string, Examination>> = {
  async database({ db }) {
    const [row] = await db.query<{ version: number; text: string }>(
      "select current_setting('server_version_num')::int as version, current_setting('server_version') as text",
    );
    const text = `PostgreSQL ${row?.text}`;
    return (row?.version ?? 0) >= 150_000
      ? well('database', text)
      : wrong('database', text, 'PostgreSQL 15 is the oldest that works; upgrade it.');
  },

  async durability({ db }) {
    const rows = await db.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')`,
    );
    const off = rows.filter(({ setting }) => setting === 'off').map(({ name }) => name);
    return off.length === 0
      ? well('durability', 'every commit reaches the disk')
      : wrong('durability', `${off.join(', ')} is off`, 'Switch it on: what was acknowledged can be lost without.');
  },

  async schema({ databaseUrl }) {
    const pending = await pendingMigrations(databaseUrl);
    return pending.length === 0
      ? well('schema', 'up to date')
      : wrong('schema', `${pending.join(', ')} did not run`, 'Run `kopai migrate`, or start the server, which does.');
  },

  async clock({ db, clock }) {
    const [row] = await db.query<{ at: Date }>('select clock_timestamp() as at');
    const skew = Math.abs((row?.at.getTime() ?? 0) - clock());
    return skew <= clockSkewMost
      ? well('clock', `the database and this machine agree within ${Math.max(1, Math.ceil(skew / 1_000))} s`)
      : wrong(
          'clock',
          `the database and this machine are ${Math.round(skew / 1_000)} s apart`,
          'Have both follow NTP.',
        );
  },

  async keys({ db, config }) {
    const [row] = await db.query<{ active: bigint; admins: bigint }>(
      `select count(*) as active, count(*) filter (where 'admin' = any(scopes)) as admins from api_keys where revoked_at is null`,
    );
    if (!row || row.active === 0n)
      return warning('keys', 'no key is active', 'Start the server once, or run `kopai keys create`.');
    const short = config.secretKey !== undefined && config.secretKey.length < 33;
    if (short)
      return wrong('keys', 'KOPAI_SECRET_KEY is short enough to be guessed', 'Set kopai_sk_ and 32 random characters.');
    return row.admins > 3n
      ? warning(
          'keys',
          `${row.admins} keys may do everything`,
          'Give each program the scopes that it needs: `kopai keys create`.',
        )
      : well('keys', `${row.active} active, ${row.admins} of them may do everything`);
  },

  async origins({ config }) {
    const live = config.stripe?.apiKey.includes('_live_') ?? false;
    if (config.allowedOrigins) {
      const open = config.allowedOrigins.filter((origin) => live && !origin.startsWith('https://'));
      return open.length === 0
        ? well('origins', `${config.allowedOrigins.length} are allowed`)
        : wrong('origins', `${open.join(', ')} is not https`, 'Serve pages that use sessions over https alone.');
    }
    return live
      ? wrong('origins', 'none is allowed', 'Set KOPAI_ALLOWED_ORIGINS to the origins of your pages.')
      : well('origins', "this machine's pages are allowed, as no live key is set");
  },

  async stripe({ stripe, config }) {
    if (!stripe)
      return warning(
        'stripe',
        'the simulator stands in: no money moves',
        'Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET for Stripe.',
      );
    const balance = await stripe.balance.retrieve();
    const mode = balance.livemode ? 'live' : 'test';
    const secrets = config.stripe?.webhookSecrets ?? [];
    const strange = secrets.filter((secret) => !secret.startsWith('whsec_')).length;
    return strange === 0
      ? well('stripe', `answers, in ${mode} mode`)
      : wrong(
          'stripe',
          `${strange} of STRIPE_WEBHOOK_SECRET do not begin with whsec_`,
          'Copy the signing secret of the endpoint.',
        );
  },

  async 'stripe webhook'({ stripe }) {
    if (!stripe) return [];
    const { data } = await stripe.webhookEndpoints.list({ limit: 100 });
    const ours = data.filter(({ url, status }) => status === 'enabled' && new URL(url).pathname === '/webhooks/stripe');
    if (ours.length === 0) {
      return wrong(
        'stripe webhook',
        'no enabled endpoint ends in /webhooks/stripe',
        'Add one in the dashboard: see the guide, "Setting up Stripe".',
      );
    }
    const told = new Set(ours.flatMap(({ enabled_events: events }) => events));
    const missing = told.has('*') ? [] : handledEvents.filter((type) => !told.has(type));
    return missing.length === 0
      ? well('stripe webhook', ours.map(({ url }) => url).join(', '))
      : wrong('stripe webhook', `is not told of ${missing.join(', ')}`, 'Add these events to the endpoint.');
  },

  async inbox({ db, clock }) {
    const [row] = await db.query<{ open: bigint }>(
      'select count(*) as open from stripe_events where handled_at is null and received_at < $1',
      [new Date(clock() - openMinutesMost * 60_000)],
    );
    return row?.open
      ? wrong(
          'inbox',
          `${row.open} events of Stripe wait for more than ${openMinutesMost} minutes`,
          'They are tried again by themselves for two days; what was given up is replayed on the page at /operator.',
        )
      : well('inbox', 'no event of Stripe waits');
  },

  async jobs({ db }) {
    const [row] = await db.query<{ dead: bigint; open: bigint }>(
      `select count(*) filter (where ${givenUp}) as dead, count(*) as open from graphile_worker.jobs`,
    );
    return row?.dead
      ? wrong(
          'jobs',
          `${row.dead} were given up`,
          'The page at /operator says why; mend it, and have them run again there.',
        )
      : well('jobs', `${row?.open ?? 0n} planned, none given up`);
  },

  async payouts({ db, clock }) {
    const [row] = await db.query<{ unknown: bigint; old: bigint }>(
      `select count(*) filter (where status = 'unknown') as unknown,
         count(*) filter (where status in ('requested', 'in_transit') and created_at < $1) as old from payouts`,
      [new Date(clock() - 24 * 60 * 60_000)],
    );
    const stuck = (row?.unknown ?? 0n) + (row?.old ?? 0n);
    return stuck > 0n
      ? wrong(
          'payouts',
          `${row?.unknown} without an answer, ${row?.old} for more than a day`,
          'They are looked up at Stripe by themselves; if this stays, see Stripe’s status.',
        )
      : well('payouts', 'none is stuck');
  },

  async archive({ db }) {
    const [row] = await db.query<{ mode: string; failing: boolean; file: string | null }>(
      `select current_setting('archive_mode') as mode, last_failed_wal as file,
         coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) as failing from pg_stat_archiver`,
    );
    if (row?.mode === 'off' || row === undefined) return [];
    return row.failing
      ? wrong(
          'archive',
          `the log is not archived: ${row.file} could not be copied`,
          'Make room or mend access: the log piles up until it can be.',
        )
      : well('archive', 'the log is archived');
  },

  async 'outgoing webhooks'({ db, clock }) {
    const [row] = await db.query<{ open: bigint }>(
      `select count(*) as open from webhook_deliveries d join webhook_events e on e.id = d.event_id
       where d.delivered_at is null and e.created_at < $1`,
      [new Date(clock() - openMinutesMost * 60_000)],
    );
    return row?.open
      ? warning(
          'outgoing webhooks',
          `${row.open} wait for more than ${openMinutesMost} minutes`,
          'Your endpoint does not answer 2xx; replay when it does.',
        )
      : well('outgoing webhooks', 'all were taken');
  },
};
