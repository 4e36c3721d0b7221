import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ensureFirstKey, rotateSigningSecret } from '../../src/access/index.ts';
import { quotesBelievedMs } from '../../src/catalog/index.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { grant, putAgent, type RunningServer, runServer } from '../running-server.ts';
import { until } from '../until.ts';

const credit = 1_000_000n;
const hour = 3_600_000;

/** A host's backend that keeps what it was sent. */
async function receiver() {
  const taken: { headers: Record<string, string>; body: string }[] = [];
  const http = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    taken.push({ headers: request.headers as Record<string, string>, body });
    response.end();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/hooks`, taken, close: () => http.close() };
}

/** Each secret is changed as an operator changes it, and at no step is anything refused that was good a moment before. */
describe('a secret is changed while traffic goes on', () => {
  let nowMs = Date.now();
  let database: TestDatabase;
  let one: RunningServer;
  let other: RunningServer;
  const clock = () => nowMs;

  beforeAll(async () => {
    database = await freshDatabase();
    one = await runServer(database, { clock });
    other = await runServer(database, { clock });
    await putAgent(one.kopai, 'kept', { infra: credit });
    await grant(one.kopai, 'user:alice', 100n * credit);
  });

  test('a backend’s key: old and new work side by side, and a retry may change keys', async () => {
    const scopes = ['charges:write'] as const;
    const before = await one.kopai.keys.create({ name: 'backend', scopes: [...scopes] });
    const after = await one.kopai.keys.create({ name: 'backend, November', scopes: [...scopes] });
    const charge = (apiKey: string, server = one) =>
      server
        .client({ apiKey })
        .charges.create({ agentId: 'kept', userId: 'alice', messageId: 'm-key' }, { idempotencyKey: 'k-key' });
    const first = await charge(before.key);
    expect((await charge(after.key, other)).id, 'the same request under the new key is the same request').toBe(
      first.id,
    );
    expect((await charge(before.key, other)).id).toBe(first.id);
    await one.kopai.keys.revoke(before.id);
    await expect(charge(before.key, other)).rejects.toMatchObject({ status: 401, code: 'key_revoked' });
    expect((await charge(after.key)).id).toBe(first.id);
  });

  test('the first key: the one in the settings is made beside those there are, and one that was revoked stays so', async () => {
    const [old, fresh] = [`kopai_sk_${'o'.repeat(32)}`, `kopai_sk_${'n'.repeat(32)}`];
    const db = one.pool;
    await ensureFirstKey({ db, clock }, old);
    await ensureFirstKey({ db, clock }, fresh);
    for (const apiKey of [old, fresh]) await one.client({ apiKey }).auditLog.list({ limit: 1 });
    const oldId = (await one.kopai.keys.list({ limit: 50 })).data.find(({ hint }) => hint === 'oooo')?.id ?? '';
    await one.client({ apiKey: fresh }).keys.revoke(oldId);
    await ensureFirstKey({ db, clock }, old);
    await expect(other.client({ apiKey: old }).auditLog.list()).rejects.toMatchObject({ code: 'key_revoked' });
  });

  test('an endpoint’s secret: deliveries carry both signatures until the overlap ends', async () => {
    const backend = await receiver();
    onTestFinished(() => void backend.close());
    const { webhookEndpoints, webhooks } = one.kopai;
    const { secret: first } = await webhookEndpoints.put('app', { url: backend.url });
    let sent = 0;
    const deliver = async () => {
      sent += 1;
      await one.kopai.charges.create({ agentId: 'kept', userId: 'alice', messageId: `m-hook-${sent}` });
      await until(async () => backend.taken.length === sent);
      const { headers, body } = backend.taken.at(-1) ?? { headers: {}, body: '' };
      return {
        signatures: headers['webhook-signature']?.split(' ').length,
        opens: (secret: string) =>
          webhooks.unwrap(body, headers, secret).then(
            () => true,
            () => false,
          ),
      };
    };
    const opened = async (secrets: readonly string[]) => {
      const { signatures, opens } = await deliver();
      return [signatures, await Promise.all(secrets.map(opens))];
    };
    const changed = await webhookEndpoints.rotate('app');
    expect(changed).toMatchObject({ previousSecretUntil: new Date(nowMs + 24 * hour).toISOString() });
    expect(await opened([first, changed.secret])).toEqual([2, [true, true]]);
    nowMs += 25 * hour;
    const stale = await deliver();
    expect(stale.signatures).toBe(1);
    const leaked = await webhookEndpoints.rotate('app', { overlapHours: 0 });
    expect(leaked.previousSecretUntil).toBeNull();
    nowMs = Date.now();
    expect(await opened([first, changed.secret, leaked.secret])).toEqual([1, [false, false, true]]);
    const kept = await webhookEndpoints.put('app', { url: backend.url, enabled: true });
    expect(kept.secret, 'a change of the endpoint changes no secret').toBe(leaked.secret);
    const acts = (await one.kopai.auditLog.list({ subject: 'webhook:app' })).data;
    expect(acts.map(({ action }) => action)).toContain('webhook_endpoint.rotate_secret');
    expect(JSON.stringify(acts)).not.toContain('whsec_');
    await webhookEndpoints.delete('app');
  });

  test('Stripe’s webhook secret: process after process is started with both, then with the new one', async () => {
    const send = (server: RunningServer, secret: string, id: string) => {
      const payload = JSON.stringify({ id, object: 'event', type: 'customer.created', data: { object: {} } });
      const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret });
      return server
        .call('POST /webhooks/stripe', { body: payload, headers: { 'Stripe-Signature': signature } })
        .then(({ status }) => status);
    };
    const [old, fresh] = ['whsec_the_old_one', 'whsec_the_new_one'];
    const before = await runServer(database, { webhookSecrets: [old] });
    const during = await runServer(database, { webhookSecrets: [fresh, old] });
    const after = await runServer(database, { webhookSecrets: [fresh] });
    expect([
      await send(before, old, 'evt_1'),
      await send(during, old, 'evt_2'),
      await send(during, fresh, 'evt_3'),
    ]).toEqual([200, 200, 200]);
    expect([await send(after, fresh, 'evt_4'), await send(after, old, 'evt_5')]).toEqual([200, 400]);
  });

  test('the key of quotes: those that are out stay good to their end, in every process', async () => {
    const quote = async (server: RunningServer) => (await server.kopai.quotes.list({ agent: ['kept'] })).data[0]?.token;
    let sent = 0;
    const pay = (server: RunningServer, token: string | undefined) => {
      sent += 1;
      const order = { agentId: 'kept', userId: 'alice', messageId: `m-quote-${sent}`, ...(token && { quote: token }) };
      return server.kopai.charges.create(order).then(
        () => 'charged',
        ({ code }) => code,
      );
    };
    const before = await quote(one);
    const rotate = () =>
      rotateSigningSecret(
        { pool: one.pool, clock },
        { purpose: 'quotes', acceptedForMs: quotesBelievedMs, actor: 'test' },
      );
    await rotate();
    expect([await pay(one, before), await pay(other, before)]).toEqual(['charged', 'charged']);
    // One process learns of it; the other, which has not, takes the new quote all the same, and its own are good too.
    nowMs += 61_000;
    await quote(one);
    await until(async () => (await quote(one)) !== before);
    const after = await quote(one);
    expect(await pay(other, after)).toBe('charged');
    expect([await pay(one, before), await pay(other, before)]).toEqual(['charged', 'charged']);
    nowMs += quotesBelievedMs;
    expect(await pay(one, before)).toBe('quote_invalid');
    expect(await pay(one, `${after?.slice(0, -6)}AAAAAA`)).toBe('quote_invalid');
    const [act] = (await one.kopai.auditLog.list({ subject: 'signing_key:quotes' })).data;
    expect(act).toMatchObject({ action: 'signing_key.rotate', actor: 'test' });
  });
});
