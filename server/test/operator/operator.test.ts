import Stripe from 'stripe';
import { beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { brokenInvariants, grant, putAgent, type RunningServer, runServer } from '../running-server.ts';
import { until } from '../until.ts';

const credit = 1_000_000n;
const webhookSecret = 'whsec_operator';

/** Every question and every act of the page, with a body that names nothing there is. */
const routes: readonly { readonly route: string; readonly body?: object }[] = [
  { route: 'GET /operator/api/overview' },
  { route: 'GET /operator/api/wallets' },
  { route: 'POST /operator/api/stripe-events/replay', body: { eventId: 'evt_none' } },
  { route: 'POST /operator/api/deliveries/replay', body: { endpointId: 'none', eventId: 'evt_none' } },
  { route: 'POST /operator/api/jobs/replay', body: { jobId: '4711' } },
  { route: 'POST /operator/api/fraud-warnings/note', body: { warningId: 'issfr_none' } },
];

describe('the operator', () => {
  let database: TestDatabase;
  let server: RunningServer;
  const ask = async (route: string, body?: object) => {
    const response = await server.call(route, { token: server.secretKey, ...(body && { body }) });
    return { status: response.status, answer: await response.json() };
  };
  const overview = async () => (await ask('GET /operator/api/overview')).answer;
  const done = async (path: string, body: object) => (await ask(`POST /operator/api/${path}`, body)).answer;
  const actsOn = async (subject: string) =>
    (await server.kopai.auditLog.list({ subject })).data.map(
      ({ action, actor }) => `${action} by ${actor.split('_')[0]}`,
    );
  /** Gives a job up, as its last failure would. */
  const giveUp = (task: string) =>
    database.pool.query(
      `update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'Error: it broke', locked_at = null, locked_by = null
       where task_id = (select id from graphile_worker._private_tasks where identifier = $1)`,
      [task],
    );

  beforeAll(async () => {
    database = await freshDatabase();
    server = await runServer(database, { webhookSecrets: [webhookSecret] });
    await putAgent(server.kopai, 'used', { infra: credit, addOn: credit });
    await grant(server.kopai, 'user:alice', 40n * credit);
    await grant(server.kopai, 'user:alan_1', 20n * credit);
    await grant(server.kopai, 'user:alan.1', 5n * credit);
    await grant(server.kopai, 'org:acme', 90n * credit);
    await server.kopai.charges.create({ agentId: 'used', userId: 'alice', messageId: 'm-1' });
  });

  test.each(routes)('$route is for a key with `admin` alone', async ({ route, body }) => {
    const charger = await server.kopai.keys.create({ name: 'charger', scopes: ['charges:write', 'wallets:read'] });
    const session = await server.kopai.sessions.create({ userId: 'alice', orgs: [], scopes: ['wallet:read', 'topup'] });
    const refusals = await Promise.all(
      [undefined, 'kopai_sk_guessed-by-somebody', charger.key, session.token].map(async (token) => {
        const response = await server.call(route, { ...(token && { token }), ...(body && { body }) });
        return [response.status, (await response.json()).code];
      }),
    );
    expect(refusals).toEqual([
      [401, 'unauthenticated'],
      [401, 'unauthenticated'],
      [403, 'scope_missing'],
      [403, 'credential_forbidden'],
    ]);
    const foreign = await server.call(route, {
      token: server.secretKey,
      headers: { Origin: 'https://evil.example' },
      ...(body && { body }),
    });
    expect((await foreign.json()).code).toBe('origin_not_allowed');
    const { status, answer } = await ask(route, body);
    expect(status).toBe(200);
    if (body) expect(answer).toEqual({ done: false });
  });

  test.each(routes.filter(({ body }) => body))('$route refuses a body that is none', async ({ route }) => {
    for (const body of [
      {},
      { eventId: 'evt\u0000', warningId: ' ', jobId: 'x' },
      { eventId: 'e', jobId: '1', more: 1 },
    ]) {
      expect((await ask(route, body)).answer.code).toBe('invalid_request');
    }
    const plain = await server.call(route, {
      token: server.secretKey,
      headers: { 'Content-Type': 'text/plain' },
      body: 'x',
    });
    expect(plain.status).toBe(415);
  });

  test('reads a trial balance that sums to zero, and says what each kind of account has', async () => {
    const { trialBalance } = await overview();
    expect(trialBalance.sum).toBe('0');
    expect(trialBalance.lines).toContainEqual({ kind: 'wallet:org', accounts: 1, balance: '90' });
    expect(trialBalance.lines).toContainEqual({ kind: 'wallet:user', accounts: 3, balance: '63' });
    expect(trialBalance.lines).toContainEqual({ kind: 'platform:promotions', accounts: 1, balance: '-155' });
    expect(trialBalance.lines).toContainEqual({ kind: 'earnings:pending', accounts: 1, balance: '0.7' });
  });

  test('finds wallets by how their owner begins, the largest first', async () => {
    const found = async (owner: string) =>
      (await ask(`GET /operator/api/wallets?owner=${encodeURIComponent(owner)}`)).answer.wallets.map(
        ({ wallet, balance }: { wallet: string; balance: string }) => `${wallet} ${balance}`,
      );
    expect(await found('')).toEqual(['org:acme 90', 'user:alice 38', 'user:alan_1 20', 'user:alan.1 5']);
    expect(await found('al')).toEqual(['user:alice 38', 'user:alan_1 20', 'user:alan.1 5']);
    expect(await found('org:a')).toEqual(['org:acme 90']);
    expect(await found('alan_')).toEqual(['user:alan_1 20']);
    expect(await found('%')).toEqual([]);
    expect(await found('al\u0000ice')).toEqual(['user:alice 38']);
  });

  test('replays an event of Stripe that was given up, once, and it is written down', async () => {
    await database.pool.query(
      `insert into stripe_events (endpoint, event_id, type, body, received_at, attempts, last_error, dead_at)
       values ('platform', 'evt_dead', 'customer.created', '{"type":"customer.created"}', now(), 16, 'Error: it broke', now())`,
    );
    expect((await overview()).stripeEvents).toMatchObject([
      { id: 'evt_dead', attempts: 16, lastError: 'Error: it broke' },
    ]);
    const answers = await Promise.all([1, 2, 3].map(() => done('stripe-events/replay', { eventId: 'evt_dead' })));
    expect(answers.filter((answer) => answer.done)).toHaveLength(1);
    await until(async () => (await overview()).stripeEvents.length === 0);
    expect(await done('stripe-events/replay', { eventId: 'evt_dead' })).toEqual({ done: false });
    expect(await actsOn('stripe_event:evt_dead')).toEqual(['stripe_event.replay by key:key']);
  });

  test('replays a delivery that was given up, once, and it is written down', async () => {
    await server.kopai.webhookEndpoints.put('app', { url: 'http://127.0.0.1:9/hooks' });
    await server.kopai.charges.create({ agentId: 'used', userId: 'alice', messageId: 'm-2' });
    await until(
      async () => (await database.pool.query('select 1 from webhook_deliveries where attempts > 0')).length === 1,
    );
    await database.pool.query("update webhook_deliveries set dead_at = now(), last_error = 'Error: refused'");
    await giveUp('deliver-webhook');
    const [dead] = (await overview()).deliveries;
    expect(dead).toMatchObject({ endpointId: 'app', type: 'charge.captured', lastError: 'Error: refused' });
    expect((await overview()).jobs, 'its job is listed with it').toEqual([]);
    const { endpointId, eventId } = dead;
    const answers = await Promise.all([1, 2, 3].map(() => done('deliveries/replay', { endpointId, eventId })));
    expect(answers.filter((answer) => answer.done)).toHaveLength(1);
    await until(
      async () => (await database.pool.query('select 1 from webhook_deliveries where attempts > 0')).length === 1,
    );
    expect(await actsOn('webhook:app')).toEqual([
      'webhook_delivery.replay by key:key',
      'webhook_endpoint.put by key:key',
    ]);
    await server.kopai.webhookEndpoints.delete('app');
  });

  test('runs a job again that was given up, once, and it is written down', async () => {
    await database.pool.query(
      `select graphile_worker.add_job('advance-payout', '{"payoutId":"pay_none"}', max_attempts => 1)`,
    );
    await until(async () => (await overview()).jobs.length === 1);
    const [job] = (await overview()).jobs;
    expect(job).toMatchObject({ task: 'advance-payout', attempts: 1 });
    expect(job.lastError).toContain('pay_none');
    const answers = await Promise.all([1, 2, 3].map(() => done('jobs/replay', { jobId: job.id })));
    expect(answers.filter((answer) => answer.done)).toHaveLength(1);
    await until(async () => (await overview()).jobs.length === 1);
    expect(await actsOn(`job:${job.id}`)).toEqual(['job.replay by key:key']);
  });

  test('sees payouts that take long', async () => {
    await database.pool.query(
      `insert into payouts (id, cause, org_id, account_id, amount, amount_cents, currency, status, requested_by, created_at, updated_at, next_try_at)
       values ('pay_slow', 'c-slow', 'studio', 'acct_1', 100000000, 1000, 'usd', 'unknown', 'user:x', now() - interval '1 hour', now(), now() + interval '1 hour'),
              ('pay_new', 'c-new', 'studio', 'acct_1', 100000000, 1000, 'usd', 'requested', 'user:x', now(), now(), now() + interval '1 hour')`,
    );
    expect((await overview()).payouts).toMatchObject([
      { id: 'pay_slow', orgId: 'studio', status: 'unknown', amount: '100' },
    ]);
    await database.pool.query('delete from payouts');
  });

  test('is told of a fraud warning: the wallet stops topping itself up, and somebody has to look', async () => {
    const { pool } = database;
    await pool.query(
      `insert into topups (id, cause, wallet, requested_by, pack_id, credits, amount_cents, currency, ui_mode, success_url, cancel_url,
         status, payment_intent_id, created_at, paid_at, next_check_at)
       values ('top_fraud', 'c-fraud', 'user:alice', 'user:alice', 'starter', 50000000, 500, 'usd', 'hosted', 'https://x/', 'https://x/',
         'paid', 'pi_fraud', now(), now(), now())`,
    );
    const page = server.page({ userId: 'alice', scopes: ['wallet:read', 'topup'] });
    await page.autoTopup.put('me', { enabled: true, threshold: credit, packId: 'starter', monthlyCap: 500n * credit });
    const warn = (eventId: string) => {
      const body = JSON.stringify({
        id: eventId,
        object: 'event',
        type: 'radar.early_fraud_warning.created',
        data: {
          object: {
            id: 'issfr_1',
            object: 'radar.early_fraud_warning',
            charge: 'ch_1',
            payment_intent: 'pi_fraud',
            fraud_type: 'made_with_stolen_card',
            actionable: true,
          },
        },
      });
      const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret: webhookSecret });
      return server.call('POST /webhooks/stripe', { body, headers: { 'Stripe-Signature': signature } });
    };
    expect((await warn('evt_fraud_1')).status).toBe(200);
    expect((await warn('evt_fraud_2')).status).toBe(200);
    await until(async () => (await overview()).stripeEvents.length === 0);
    expect((await overview()).fraudWarnings).toMatchObject([
      { id: 'issfr_1', wallet: 'user:alice', topupId: 'top_fraud', kind: 'made_with_stolen_card' },
    ]);
    expect(await page.autoTopup.get('me')).toMatchObject({ state: 'paused', lastFailure: 'fraud_warning' });
    const metrics = await (await server.call('GET /metrics', { token: server.secretKey })).text();
    expect(metrics).toContain('kopai_waiting{what="fraud_warnings"} 1');
    expect(await done('fraud-warnings/note', { warningId: 'issfr_1' })).toEqual({ done: true });
    expect(await done('fraud-warnings/note', { warningId: 'issfr_1' })).toEqual({ done: false });
    expect((await overview()).fraudWarnings).toEqual([]);
    const acts = (await server.kopai.auditLog.list({ subject: 'user:alice' })).data;
    expect(acts.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['fraud_warning.note', 'fraud_warning.receive']),
    );
    expect(acts.filter(({ action }) => action === 'fraud_warning.receive')).toHaveLength(1);
    await pool.query('delete from fraud_warnings');
    await pool.query("delete from topups where id = 'top_fraud'");
    expect(await brokenInvariants(pool)).toEqual([]);
  });
});

describe('the page', () => {
  test('is its own files under a policy without exceptions, and knows nothing by itself', async () => {
    const server = await runServer(await freshDatabase());
    const page = await server.call('GET /operator');
    const policy = page.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    const html = await page.text();
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|https?:\/\//);
    const files = Array.from(html.matchAll(/(?:src|href)="(\/operator\/[^"]+)"/g), ([, file = '']) => file);
    expect(files.length).toBeGreaterThanOrEqual(3);
    for (const file of files) expect((await server.call(`GET ${file}`)).status, file).toBe(200);
    const script = await (await server.call('GET /operator/operator.js')).text();
    for (const [, file] of script.matchAll(/from '(\/operator\/[^']+)'/g))
      expect((await server.call(`GET ${file}`)).status, file).toBe(200);
    expect(script).not.toMatch(/innerHTML|localStorage|document\.cookie/);
    expect((await server.call('GET /operator/../package.json')).status).toBe(404);
  });
});
