import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from './database.ts';
import { grant, putAgent, type RunningServer, runServer } from './running-server.ts';
import { rawConnection } from './security/raw-connection.ts';
import { unreliably } from './unreliable-database.ts';
import { until } from './until.ts';

const deployed = (name: string) => readFileSync(new URL(`../deploy/${name}`, import.meta.url), 'utf8');

describe('what an operator watches', () => {
  let server: RunningServer;
  const metrics = async () => (await server.call('GET /metrics', { token: server.secretKey })).text();
  const sampleOf = (text: string, line: string) =>
    Number(
      text
        .split('\n')
        .find((it) => it.startsWith(`${line} `))
        ?.slice(line.length),
    );

  beforeAll(async () => {
    server = await runServer(await freshDatabase());
    await putAgent(server.kopai, 'seen', { infra: 1_000_000n, freeMessages: 1 });
    await grant(server.kopai, 'user:seen', 2_000_000n);
  });

  test('charges are counted by how they ended, and by how they were decided', async () => {
    const send = (messageId: string) => server.kopai.charges.create({ agentId: 'seen', userId: 'seen', messageId });
    for (const id of ['m-free', 'm-1', 'm-1', 'm-2']) await send(id);
    await expect(send('m-3')).rejects.toMatchObject({ code: 'insufficient_credits' });
    const text = await metrics();
    expect(sampleOf(text, 'kopai_charges_total{outcome="made"}')).toBe(3);
    expect(sampleOf(text, 'kopai_charges_total{outcome="replayed"}')).toBe(1);
    expect(sampleOf(text, 'kopai_charges_total{outcome="refused"}')).toBe(1);
    expect(sampleOf(text, 'kopai_charge_batches_total')).toBe(5);
    // The free message and the refusal; a repeated one is answered by its charge.
    expect(sampleOf(text, 'kopai_charges_locked_total')).toBe(2);
  });

  test('what waits is there with its age', async () => {
    await server.pool.query(
      `insert into stripe_events (endpoint, event_id, type, body, received_at)
       values ('platform', 'evt_waits', 'charge.refunded', '{}', now() - interval '10 minutes')`,
    );
    const text = await metrics();
    expect(sampleOf(text, 'kopai_waiting{what="stripe_events"}')).toBe(1);
    expect(sampleOf(text, 'kopai_waiting_oldest_seconds{what="stripe_events"}')).toBeGreaterThan(590);
    expect(sampleOf(text, 'kopai_waiting{what="payouts_unknown"}')).toBe(0);
  });

  test('what was given up is told apart from what is still tried', async () => {
    const insert = `insert into stripe_events (endpoint, event_id, type, body, received_at, dead_at)
       values ('platform', 'evt_dead', 'charge.refunded', '{}', now() - interval '2 days', now() - interval '20 minutes')`;
    await server.pool.query(insert);
    const text = await metrics();
    expect(sampleOf(text, 'kopai_waiting{what="stripe_events"}')).toBe(1);
    expect(sampleOf(text, 'kopai_waiting{what="stripe_events_dead"}')).toBe(1);
    expect(sampleOf(text, 'kopai_waiting_oldest_seconds{what="stripe_events"}')).toBeLessThan(1_000);
    expect(sampleOf(text, 'kopai_waiting{what="webhook_deliveries_dead"}')).toBe(0);
  });

  test('a process tells which version it is, when earnings settled last, and how its connections stand', async () => {
    await server.app.services.charges.settleDue();
    const text = await metrics();
    expect(text).toContain('kopai_build_info{version="0.0.0"} 1');
    expect(sampleOf(text, 'kopai_settlement_age_seconds')).toBeLessThan(30);
    expect(sampleOf(text, 'kopai_rounds_failed_total{task="settle-earnings"}')).toBe(0);
    for (const pool of ['requests', 'charges', 'jobs'])
      expect(sampleOf(text, `kopai_database_connections{pool="${pool}",state="waiting"}`)).toBe(0);
    const ofRequests = ['busy', 'idle'].map((state) =>
      sampleOf(text, `kopai_database_connections{pool="requests",state="${state}"}`),
    );
    expect(ofRequests.reduce((sum, count) => sum + count)).toBeGreaterThan(0);
    expect(sampleOf(text, 'kopai_database_up')).toBe(1);
  });

  test('a collector needs a key that may read metrics, and no other', async () => {
    const ask = async (scope: 'metrics:read' | 'charges:write') => {
      const { key } = await server.kopai.keys.create({ name: scope, scopes: [scope] });
      const answers = ['GET /metrics', 'GET /v1/keys'].map((route) => server.call(route, { token: key }));
      return (await Promise.all(answers)).map(({ status }) => status);
    };
    expect(await ask('metrics:read')).toEqual([200, 403]);
    expect(await ask('charges:write')).toEqual([403, 403]);
    expect((await server.call('GET /metrics')).status).toBe(401);
    const leaked = await server.kopai.keys.create({ name: 'leaked', scopes: ['metrics:read'] });
    const read = async () => (await server.call('GET /metrics', { token: leaked.key })).status;
    expect(await read()).toBe(200);
    await server.kopai.keys.revoke(leaked.id);
    expect(await read(), 'what was believed is so no longer than the database says').toBe(401);
  });

  test('whoever leaves before there is an answer is counted too', async () => {
    const holder = await server.pool.connect();
    await holder.command('begin');
    await holder.query('lock table api_keys in access exclusive mode');
    const { send, socket } = rawConnection(server.url);
    send(`GET /v1/models HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${server.secretKey}\r\n\r\n`);
    await until(async () => (await holder.query('select 1 from pg_locks where not granted')).length > 0);
    socket.destroy();
    await holder.command('rollback');
    holder.release();
    const left = 'kopai_http_request_duration_seconds_count{method="GET",route="/v1/models",status="499"}';
    await until(async () => sampleOf(await metrics(), left) === 1);
  });

  test('without its database a process still tells a collector that it knows how it is', async () => {
    const database = await freshDatabase();
    const { url, network } = await unreliably(database.url);
    const cutOff = await runServer({ ...database, url });
    const read = (token: string) => cutOff.call('GET /metrics', { token });
    expect(await (await read(cutOff.secretKey)).text()).toContain('kopai_database_up 1');

    network.hang();
    const answer = await read(cutOff.secretKey);
    const text = await answer.text();
    expect([answer.status, sampleOf(text, 'kopai_database_up')]).toEqual([200, 0]);
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
    expect(text, 'nobody knows how much waits').not.toContain('kopai_waiting{');

    network.resume();
    await until(async () => (await (await read(cutOff.secretKey)).text()).includes('kopai_database_up 1'));
    await cutOff.close();
    await network.close();
  });

  test('the dashboard and the alerts ask for nothing that is not there', async () => {
    const text = await metrics();
    const known = new Set([...text.matchAll(/^(?:# TYPE )?([a-z_][a-z0-9_]+)/gm)].map(([, name]) => name));
    const asked = [deployed('grafana-dashboard.json'), deployed('alerts.yaml')].flatMap((file) =>
      [...file.matchAll(/\b((?:kopai|process|nodejs)_[a-z0-9_]+)/g)].map(([, name = '']) => name),
    );
    expect(asked.length).toBeGreaterThan(30);
    expect([...new Set(asked)].filter((name) => !known.has(name))).toEqual([]);
    const labels = [deployed('alerts.yaml'), deployed('grafana-dashboard.json').replaceAll('\\"', '"')].flatMap(
      (file) =>
        [...file.matchAll(/\b(what|state|route)!?="([^"]+)"/g)].map(
          ([, label = '', value = '']) => `${label}="${value}"`,
        ),
    );
    const streams = 'route="/v1/wallets/:wallet/stream"';
    expect(labels).toContain(streams);
    for (const label of labels.filter((it) => !it.startsWith('route'))) expect(text).toContain(label);
  });

  test('every alert says what is the matter, what to do, and how much it matters', () => {
    const alerts = deployed('alerts.yaml').split('      - alert: ').slice(1);
    expect(alerts.length).toBeGreaterThan(15);
    for (const alert of alerts) {
      const [name = ''] = alert.split('\n');
      expect(name).toMatch(/^Kopai[A-Za-z]+$/);
      expect([name, alert]).toEqual([name, expect.stringMatching(/^ {8}expr: \S.+$/m)]);
      expect([name, alert]).toEqual([name, expect.stringMatching(/^ {8}labels: \{ severity: (page|ticket) \}$/m)]);
      expect([name, alert]).toEqual([name, expect.stringMatching(/^ {10}summary: .{20,}\.$/m)]);
      expect([name, alert]).toEqual([name, expect.stringMatching(/^ {10}action: .{20,}$/m)]);
    }
  });

  test('all that can wait is on the dashboard, and what was given up wakes somebody', async () => {
    const kinds = [...(await metrics()).matchAll(/^kopai_waiting\{what="([a-z_]+)"\}/gm)].map(([, what = '']) => what);
    const alerts = deployed('alerts.yaml');
    for (const what of kinds.filter((kind) => /_dead$|given_up$|unknown$|warnings$/.test(kind)))
      expect(alerts).toContain(`{what="${what}"}`);
    expect(kinds.filter((kind) => kind.endsWith('_dead'))).toHaveLength(2);
    expect(deployed('grafana-dashboard.json')).toContain(String.raw`what!~\".*_dead|jobs_given_up\"`);
    expect(deployed('grafana-dashboard.json')).toContain(String.raw`what=~\".*_dead|jobs_given_up\"`);
  });

  test('a process beside a standby takes no traffic: nothing can be written there', async () => {
    const database = await freshDatabase();
    const options = new URLSearchParams({ options: '-c search_path=public,pg_catalog' });
    const beside = await runServer({ ...database, url: `${database.url}&${options}` });
    const ready = async () => {
      const answer = await beside.call('GET /readyz');
      return { status: answer.status, detail: (await answer.json()).detail };
    };
    expect((await ready()).status).toBe(200);
    await database.pool.query('create function pg_is_in_recovery() returns bool language sql as $$select true$$');
    expect(await ready()).toEqual({ status: 503, detail: 'The database is a standby, where nothing can be written.' });
  });
});
