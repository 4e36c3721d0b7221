import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from './database.ts';
import { grant, putAgent, type RunningServer, runServer } from './running-server.ts';

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

  test('the dashboard and the alerts ask for nothing that is not there', async () => {
    const known = new Set([...(await metrics()).matchAll(/^(?:# TYPE )?([a-z_]+)/gm)].map(([, name]) => name));
    const asked = [deployed('grafana-dashboard.json'), deployed('alerts.yaml')].flatMap((text) =>
      [...text.matchAll(/\b((?:kopai|process)_[a-z_]+)/g)].map(([, name = '']) => name),
    );
    expect(asked.length).toBeGreaterThan(15);
    expect([...new Set(asked)].filter((name) => !known.has(name))).toEqual([]);
    for (const what of deployed('alerts.yaml').matchAll(/what="([a-z_]+)"/g)) {
      expect(await metrics()).toContain(`kopai_waiting{what="${what[1]}"}`);
    }
  });
});
