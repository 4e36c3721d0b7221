import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { createPool, type Pool } from '../src/db/index.ts';
import { examine, type Finding } from '../src/doctor/index.ts';
import { handledEvents, type Stripe, stripeClient } from '../src/stripe/index.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { grant, putAgent, type RunningServer, runServer } from './running-server.ts';

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
    db: Pool = server.pool,
  ) =>
    examine({
      config: readConfig(env),
      databaseUrl: database.url,
      db,
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

  test('a database that lets nobody in is one finding, and what rests on it is not looked at', async () => {
    const nowhere = createPool({ url: 'postgres://kopai@127.0.0.1:9/kopai', size: 1, applicationName: 'nowhere' });
    const findings = await look(settings, undefined, undefined, nowhere);
    await nowhere.end();
    expect(states(findings)).toEqual([
      ['database', 'wrong', expect.stringContaining('ECONNREFUSED')],
      ['the rest', 'warning', expect.stringMatching(/^not looked at: durability, .*, inbox, jobs, /)],
    ]);
    expect(findings[0]?.remedy).toContain('DATABASE_URL');
    expect(findings.map(({ name }) => name)).toContain('stripe webhook');
  });

  test('an old schema is named, and tables that may not be there are not asked', async () => {
    const [last] = await server.pool.query<{ name: string }>(
      'delete from migrations where name = (select max(name) from migrations) returning name',
    );
    expect(states(await look())).toEqual([
      ['schema', 'wrong', `${last?.name} did not run`],
      ['the rest', 'warning', expect.stringMatching(/^not looked at: keys, inbox, /)],
    ]);
    await server.pool.query('insert into migrations (name, run_on) values ($1, now())', [last?.name]);
  });

  test('a standby is no database to write to', async () => {
    const beside = await freshDatabase();
    await beside.pool.query('create function pg_is_in_recovery() returns bool language sql as $$select true$$');
    const standby = createPool({
      url: `${beside.url}&${new URLSearchParams({ options: '-c search_path=public,pg_catalog' })}`,
      size: 1,
      applicationName: 'standby',
    });
    expect(states(await look(settings, undefined, undefined, standby))[0]).toEqual([
      'database',
      'wrong',
      expect.stringContaining('a standby'),
    ]);
    await standby.end();
  });

  test('shares that are late, and warnings of fraud, are named', async () => {
    await putAgent(server.kopai, 'earns', { infra: 1_000_000n, addOn: 1_000_000n, orgId: 'creators' });
    await grant(server.kopai, 'user:payer', 10_000_000n);
    await server.kopai.charges.create({ agentId: 'earns', userId: 'payer', messageId: 'm-1' });
    await server.pool.query(
      `insert into fraud_warnings (id, kind, warned_at) values ('issfr_1', 'made_with_stolen_card', now())`,
    );
    const found = async (hours: number) =>
      (await look(settings, undefined, () => Date.now() + hours * 3_600_000))
        .filter(({ name, state }) => ['earnings', 'fraud warnings'].includes(name) && state !== 'well')
        .map(({ name, detail }) => `${name}: ${detail}`);
    expect(await found(24)).toEqual(['fraud warnings: 1 open']);
    expect(await found(25)).toEqual([expect.stringMatching(/^earnings: .*: 1$/), 'fraud warnings: 1 open']);
    await server.pool.query('delete from fraud_warnings');
  });

  test('a disk is looked at where the database is the server’s own, and a long queue for connections', async () => {
    const folder = { ...settings, KOPAI_DATA_DIR: tmpdir() };
    const named = (findings: readonly Finding[], name: string) => findings.find((it) => it.name === name)?.detail;
    expect(named(await look(folder), 'disk')).toMatch(/GB are free at /);
    expect(named(await look({ ...folder, DATABASE_URL: 'postgres://elsewhere/kopai' }), 'disk')).toBeUndefined();
    expect(named(await look(), 'connections')).toMatch(/^\d+ of \d+ are open$/);
  });

  test.each([
    [401, { code: 'unauthenticated' }, 'does not know the key', 'STRIPE_SECRET_KEY'],
    [403, { code: 'forbidden' }, 'does not let the key ask this', 'restricted'],
    [500, { code: 'broken' }, 'answers 500', 'status.stripe.com'],
  ])('says what is the matter with Stripe: %i', async (status, error, detail, remedy) => {
    const answering = createServer((_request, response) => {
      response.writeHead(status, { 'Content-Type': 'application/json', 'Stripe-Should-Retry': 'false' });
      response.end(JSON.stringify({ error }));
    });
    await new Promise<void>((resolve) => answering.listen(0, '127.0.0.1', resolve));
    const simulatorUrl = `http://127.0.0.1:${(answering.address() as AddressInfo).port}`;
    const findings = await look(settings, stripeClient({ apiKey: 'sk_test_doctor', simulatorUrl }));
    answering.close();
    expect(findings.find(({ name }) => name === 'stripe')).toEqual({
      name: 'stripe',
      state: 'wrong',
      detail,
      remedy: expect.stringContaining(remedy),
    });
    expect(states(findings).at(-1)).toEqual(['the rest', 'warning', 'not looked at: stripe clock, stripe webhook']);
  });

  test('sees that Stripe is away, and that its clock is another', async () => {
    const away = stripeClient({ apiKey: 'sk_test_doctor', simulatorUrl: 'http://127.0.0.1:9' });
    expect(states(await look(settings, away))).toContainEqual(['stripe', 'wrong', 'cannot be reached: ECONNREFUSED']);
    const late = createServer((_request, response) => {
      const anHourAgo = new Date(Date.now() - 3_600_000).toUTCString();
      response
        .writeHead(200, { 'Content-Type': 'application/json', Date: anHourAgo })
        .end('{"object":"balance","livemode":false}');
    });
    await new Promise<void>((resolve) => late.listen(0, '127.0.0.1', resolve));
    const simulatorUrl = `http://127.0.0.1:${(late.address() as AddressInfo).port}`;
    const findings = await look(settings, stripeClient({ apiKey: 'sk_test_doctor', simulatorUrl }));
    late.close();
    const named = Object.fromEntries(findings.map(({ name, detail }) => [name, detail]));
    expect(named.stripe).toBe('answers, in test mode');
    expect(named['stripe clock']).toMatch(/^Stripe and this machine are 3\d{3} s apart$/);
    expect(named['stripe webhook'], 'is looked at all the same').toBeDefined();
  });

  test('the events it asks for are those that are handled', () => {
    const source = readFileSync(new URL('../src/stripe/dispatch.ts', import.meta.url), 'utf8');
    const cases = [...source.matchAll(/case '([a-z_.]+)':/g)].map(([, type]) => type);
    expect(cases.toSorted()).toEqual([...handledEvents]);
  });
});
