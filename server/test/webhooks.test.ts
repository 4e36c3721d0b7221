import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseCredits, type WebhookEvent, WebhookSignatureError } from '@kopai/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliver, urlPolicy } from '../src/notices/index.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { grant, putAgent, type RunningServer, runServer } from './running-server.ts';
import { until } from './until.ts';

const credit = 1_000_000n;

/** A backend that takes deliveries, or refuses them. */
async function receiver() {
  const taken: { headers: IncomingHttpHeaders; body: string }[] = [];
  const state = { status: 200, asked: 0 };
  const http = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      state.asked += 1;
      if (state.status < 300) taken.push({ headers: request.headers, body });
      response.writeHead(state.status, state.status === 302 ? { Location: 'http://127.0.0.1:1/' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/hooks`,
    taken,
    state,
    close: () => http.close(),
  };
}

describe('events for the host', () => {
  let database: TestDatabase;
  let server: RunningServer;
  let backend: Awaited<ReturnType<typeof receiver>>;
  let secret: string;
  const types = () => backend.taken.map(({ body }) => (JSON.parse(body) as WebhookEvent).type);
  const say = (i: number, more: object = {}) =>
    server.kopai.charges.create({ agentId: 'told', userId: 'told', messageId: `told-${i}`, ...more });

  beforeAll(async () => {
    database = await freshDatabase();
    server = await runServer(database);
    backend = await receiver();
    await putAgent(server.kopai, 'told', { infra: credit });
    await grant(server.kopai, 'user:told', 8n * credit);
    secret = (await server.kopai.webhookEndpoints.put('app', { url: backend.url })).secret;
  });
  afterAll(() => backend.close());

  test('come signed, after the fact they tell of, with amounts as numbers of microcredits', async () => {
    const charge = await say(1);
    await until(async () => backend.taken.length === 1);
    const [delivery] = backend.taken;
    if (!delivery) throw new Error('nothing was delivered');
    const event = await server.kopai.webhooks.unwrap(delivery.body, delivery.headers, secret);
    expect(event).toMatchObject({
      type: 'charge.captured',
      data: { id: charge.id, amount: credit, balanceAfter: 7n * credit },
    });
    expect(event.id).toBe(delivery.headers['webhook-id']);
    const rotated = ['whsec_c29tZXRoaW5nIG9sZA==', secret];
    expect(
      await server.kopai.webhooks.unwrap(
        delivery.body,
        new Headers(delivery.headers as Record<string, string>),
        rotated,
      ),
    ).toEqual(event);
  });

  test('that were changed, signed by another, or are old, are not believed', async () => {
    const [delivery] = backend.taken;
    if (!delivery) throw new Error('nothing was delivered');
    const unwrap = (body: string, headers: IncomingHttpHeaders, by = secret) =>
      server.kopai.webhooks.unwrap(body, headers, by);
    await expect(unwrap(delivery.body.replace('captured', 'refunded'), delivery.headers)).rejects.toBeInstanceOf(
      WebhookSignatureError,
    );
    await expect(unwrap(delivery.body, delivery.headers, 'whsec_Z3Vlc3NlZA==')).rejects.toBeInstanceOf(
      WebhookSignatureError,
    );
    const stale = {
      ...delivery.headers,
      'webhook-timestamp': String(Number(delivery.headers['webhook-timestamp']) - 3600),
    };
    await expect(unwrap(delivery.body, stale)).rejects.toMatchObject({ code: 'webhook_signature_invalid' });
    await expect(unwrap(delivery.body, {})).rejects.toBeInstanceOf(WebhookSignatureError);
  });

  test('tell each step of a hold, and low balance once until credits arm it again', async () => {
    backend.taken.length = 0;
    const hold = await say(2, { capture: false });
    await server.kopai.charges.release(hold.id);
    const held = await say(3, { capture: false });
    await server.kopai.charges.capture(held.id);
    const charge = await say(4);
    await until(async () => backend.taken.length === 5);
    expect(types().sort()).toEqual([
      'charge.captured',
      'charge.captured',
      'charge.held',
      'charge.held',
      'charge.released',
    ]);
    await say(5);
    await until(async () => types().includes('wallet.low_balance'));
    await server.kopai.charges.refund(charge.id);
    await say(6);
    await until(async () => backend.taken.length === 9);
    expect(types().filter((type) => type === 'wallet.low_balance')).toHaveLength(1);
    const low = backend.taken.map(({ body }) => JSON.parse(body)).find(({ type }) => type === 'wallet.low_balance');
    expect(low.data).toEqual({ wallet: 'user:told', available: '4', threshold: '5' });
    expect(parseCredits(low.data.available)).toBe(4n * credit);
  });

  test('come again while nobody takes them, die after the last attempt, and are replayed', async () => {
    backend.taken.length = 0;
    backend.state.status = 500;
    await say(7);
    const tried = () =>
      database.pool.query<{ event_id: string; last_error: string }>(
        'select event_id, last_error from webhook_deliveries where delivered_at is null and attempts > 0',
      );
    await until(async () => (await tried()).length === 1);
    expect((await server.kopai.webhookEndpoints.list()).data[0]).toMatchObject({ undelivered: 1 });
    const [open] = await tried();
    expect(open?.last_error).toContain('500');
    const last = deliver(
      { ...server.app.services, urls: server.app.services.webhookUrls },
      { endpointId: 'app', eventId: open?.event_id ?? '' },
      { number: 16, last: true },
    );
    await expect(last).rejects.toThrow('500');
    expect((await server.kopai.webhookEndpoints.list()).data[0]).toMatchObject({ undelivered: 0, dead: 1 });
    backend.state.status = 200;
    expect(await server.kopai.webhookEndpoints.replay('app')).toEqual({ object: 'webhook_replay', deliveries: 1 });
    await until(async () => backend.taken.length === 1);
    expect((await server.kopai.webhookEndpoints.list()).data[0]).toMatchObject({ undelivered: 0, dead: 0 });
    const all = await server.kopai.webhookEndpoints.replay('app', { since: '2020-01-01T00:00:00.000Z' });
    expect(all.deliveries).toBeGreaterThan(8);
    await until(async () => backend.taken.length === 1 + all.deliveries);
    const acts = (await server.kopai.auditLog.list({ subject: 'webhook:app' })).data;
    expect(acts.slice(0, 2)).toMatchObject([
      { action: 'webhook_endpoint.replay', to: { since: '2020-01-01T00:00:00.000Z', deliveries: all.deliveries } },
      { action: 'webhook_endpoint.replay', to: { since: null, deliveries: 1 } },
    ]);
  });

  test('are not written at all where a request is refused or nobody wants them', async () => {
    await server.kopai.webhookEndpoints.put('app', { url: backend.url, events: ['topup.paid'] });
    const count = async () => (await database.pool.query('select 1 from webhook_events')).length;
    const before = await count();
    await say(8);
    await expect(
      server.kopai.charges.create({ agentId: 'told', userId: 'poor', messageId: 'poor' }),
    ).rejects.toMatchObject({ code: 'insufficient_credits' });
    expect(await count()).toBe(before);
  });

  test('are not followed through a redirect', async () => {
    backend.state.status = 302;
    await server.kopai.webhookEndpoints.put('app', { url: backend.url });
    await say(9);
    await until(async () => {
      const rows = await database.pool.query(
        'select 1 from webhook_deliveries where delivered_at is null and attempts > 0',
      );
      return rows.length === 1;
    });
    expect(backend.taken.some(({ body }) => body.includes('told-9'))).toBe(false);
  });

  test('stop with their endpoint', async () => {
    await server.kopai.webhookEndpoints.delete('app');
    expect((await server.kopai.webhookEndpoints.list()).data).toEqual([]);
    await expect(server.kopai.webhookEndpoints.delete('app')).rejects.toMatchObject({
      code: 'webhook_endpoint_not_found',
    });
    await expect(server.kopai.webhookEndpoints.replay('app')).rejects.toMatchObject({ status: 404 });
  });

  test.each([
    'http://example.com/hooks',
    'https://10.0.0.7/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://[fd00::1]/',
    'https://localhost/',
    'https://user:secret@example.com/',
    'https://nowhere.invalid/',
  ])('are never sent to %s by a server that handles real money', async (url) => {
    await expect(urlPolicy({ allowLoopback: false }).require(url)).rejects.toMatchObject({
      code: 'webhook_url_not_allowed',
    });
  });

  test('go to nobody who leaves in the same moment, and what they tell of is done all the same', async () => {
    await grant(server.kopai, 'user:parting', 2n * credit);
    const charge = await server.kopai.charges.create({ agentId: 'told', userId: 'parting', messageId: 'parting' });
    await server.kopai.webhookEndpoints.put('leaving', { url: backend.url, events: ['charge.refunded'] });
    const leaving = await database.pool.connect();
    await leaving.command('begin');
    await leaving.command("delete from webhook_endpoints where id = 'leaving'");
    const refunding = server.client({ apiKey: server.secretKey, maxRetries: 0 }).charges.refund(charge.id);
    await until(
      async () =>
        (
          await database.pool.query(
            "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
          )
        ).length > 0,
    );
    await leaving.command('commit');
    leaving.release();
    expect(await refunding).toMatchObject({ status: 'refunded' });
  });
});
