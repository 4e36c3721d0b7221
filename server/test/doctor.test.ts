import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { examine, type Finding } from '../src/doctor.ts';
import { handledEvents, type Stripe } from '../src/stripe/index.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { type RunningServer, runServer } from './running-server.ts';

/** As much of Stripe as is looked at. */
const stripeWith = (events: readonly string[], url = 'https://credits.example.com/webhooks/stripe') =>
  ({
    balance: { retrieve: async () => ({ livemode: false }) },
    webhookEndpoints: { list: async () => ({ data: [{ url, status: 'enabled', enabled_events: events }] }) },
  }) as unknown as Stripe;

describe('kopai doctor', () => {
  let database: TestDatabase;
  let server: RunningServer;
  const settings = {
    KOPAI_ALLOWED_ORIGINS: 'https://shop.example.com',
    STRIPE_SECRET_KEY: 'sk_test_doctor',
    STRIPE_WEBHOOK_SECRET: 'whsec_doctor',
  };
  const look = (
    env: Record<string, string> = settings,
    stripe: Stripe | null = stripeWith(handledEvents),
    clock = () => Date.now(),
  ) =>
    examine({
      config: readConfig(env),
      databaseUrl: database.url,
      db: server.pool,
      stripe: stripe ?? undefined,
      clock,
    });
  const states = (findings: readonly Finding[], not: Finding['state'] = 'well') =>
    findings.filter(({ state }) => state !== not).map(({ name, state, detail }) => [name, state, detail]);

  beforeAll(async () => {
    database = await freshDatabase();
    server = await runServer(database);
  });

  test('finds nothing in a deployment that is well', async () => {
    const findings = await look();
    expect(states(findings)).toEqual([]);
    expect(findings.map(({ name }) => name)).toContain('durability');
  });

  test('names what is missing at Stripe', async () => {
    const told = handledEvents.filter((type) => type !== 'charge.refunded');
    expect(states(await look(settings, stripeWith(told)))).toEqual([
      ['stripe webhook', 'wrong', 'is not told of charge.refunded'],
    ]);
    expect(states(await look(settings, stripeWith(['*'], 'https://credits.example.com/other')))).toMatchObject([
      ['stripe webhook', 'wrong', 'no enabled endpoint ends in /webhooks/stripe'],
    ]);
  });

  test('names a clock that is off, pages over http with a live key, and a secret that is none', async () => {
    const live = { ...settings, STRIPE_SECRET_KEY: 'sk_live_doctor', KOPAI_ALLOWED_ORIGINS: 'http://shop.example.com' };
    const findings = await look({ ...live, KOPAI_DEMO: '0' }, null, () => Date.now() + 60_000);
    expect(states(findings).map(([name, state]) => `${name} ${state}`)).toEqual([
      'clock wrong',
      'origins wrong',
      'stripe warning',
    ]);
  });

  test('names what has been waiting, and says what to do', async () => {
    const { pool } = server;
    await pool.query(
      `insert into stripe_events (endpoint, event_id, type, body, received_at)
       values ('platform', 'evt_old', 'charge.refunded', '{}', now() - interval '1 hour')`,
    );
    await pool.query(`select graphile_worker.add_job('nobody', '{}', max_attempts => 1)`);
    await pool.query(`update graphile_worker._private_jobs set attempts = max_attempts`);
    const findings = (await look()).filter(({ state }) => state === 'wrong');
    expect(findings.map(({ name }) => name)).toEqual(['inbox', 'jobs']);
    expect(findings.every(({ remedy }) => remedy !== undefined)).toBe(true);
  });

  test('what cannot be looked at is a finding too', async () => {
    const broken = {
      balance: { retrieve: () => Promise.reject(new Error('Invalid API Key provided')) },
    } as unknown as Stripe;
    expect((await look(settings, broken)).find(({ name }) => name === 'stripe')).toMatchObject({
      state: 'wrong',
      detail: 'Invalid API Key provided',
    });
  });

  test('the events it asks for are those that are handled', () => {
    const source = readFileSync(new URL('../src/stripe/dispatch.ts', import.meta.url), 'utf8');
    const cases = [...source.matchAll(/case '([a-z_.]+)':/g)].map(([, type]) => type);
    expect(cases.toSorted()).toEqual([...handledEvents]);
  });
});
