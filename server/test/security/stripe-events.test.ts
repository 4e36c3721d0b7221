import Stripe from 'stripe';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Writes, watchWrites } from '../../fuzz/writes.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { type RunningServer, runServer } from '../running-server.ts';

const secret = 'whsec_genuine';
const payload = JSON.stringify({
  id: 'evt_genuine',
  object: 'event',
  type: 'customer.created',
  data: { object: { id: 'cus_1', object: 'customer' } },
});
const nowSeconds = () => Math.floor(Date.now() / 1000);
const sign = (text: string, options: { secret?: string; timestamp?: number } = {}) =>
  Stripe.webhooks.generateTestHeaderString({ payload: text, secret, ...options });

describe('an event that says it comes from Stripe', () => {
  let database: TestDatabase;
  let server: RunningServer;
  let writes: Writes;
  const deliver = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) => {
    const response = await fetch(`${server.url}/webhooks/stripe`, { method: 'POST', body, headers });
    return { status: response.status, code: (await response.json()).code };
  };

  beforeAll(async () => {
    database = await freshDatabase();
    server = await runServer(database, { webhookSecrets: [secret] });
    writes = await watchWrites(database.pool);
  });

  test.each([
    ['without a signature', {}],
    ['with an empty one', { 'Stripe-Signature': '' }],
    ['with no more than a timestamp', { 'Stripe-Signature': `t=${nowSeconds()}` }],
    ['signed by somebody else', { 'Stripe-Signature': sign(payload, { secret: 'whsec_guess' }) }],
    ['signed for another body', { 'Stripe-Signature': sign(payload.replace('cus_1', 'cus_2')) }],
    ['with its time changed', { 'Stripe-Signature': sign(payload).replace(/t=\d+/, `t=${nowSeconds() + 60}`) }],
    ['by a scheme for tests', { 'Stripe-Signature': sign(payload).replace('v1=', 'v0=') }],
    ['with an empty secret', { 'Stripe-Signature': sign(payload, { secret: ' ' }) }],
  ])('%s is not believed', async (_how, headers) => {
    const before = await writes.mark();
    expect(await deliver(payload, headers)).toEqual({ status: 400, code: 'webhook_signature_invalid' });
    expect(await writes.mark()).toBe(before);
  });

  test('and was signed long ago is not believed', async () => {
    const stale = sign(payload, { timestamp: nowSeconds() - 3_600 });
    expect(await deliver(payload, { 'Stripe-Signature': stale })).toEqual({
      status: 400,
      code: 'webhook_timestamp_stale',
    });
  });

  test('counts once however often it is replayed', async () => {
    const kept = () => database.pool.query('select 1 from stripe_events');
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => deliver(payload, { 'Stripe-Signature': sign(payload) })),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await kept()).toHaveLength(1);
  });

  test('that is larger than any is not read to its end', async () => {
    const large = 'x'.repeat(2 * 1024 * 1024);
    expect(await deliver(large, { 'Stripe-Signature': sign(large) })).toEqual({ status: 413, code: 'body_too_large' });
  });

  test('and is no JSON is refused although it is signed', async () => {
    const before = await writes.mark();
    const { status } = await deliver('not json', { 'Stripe-Signature': sign('not json') });
    expect(status).toBe(400);
    expect(await writes.mark()).toBe(before);
  });
});
