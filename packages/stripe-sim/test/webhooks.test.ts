import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { openSession } from './open-session.ts';
import { Receiver } from './receiver.ts';
import { clientOf, closeAfterTest, eventually, refusalOf, type Scene, startScene } from './start-scene.ts';

async function pay({ stripe, control }: Scene): Promise<string> {
  const { id } = await openSession(stripe);
  await control('POST', `/checkout/${id}`, { outcome: 'paid' });
  return id;
}

const paidTypes = [
  'payment_intent.created',
  'charge.succeeded',
  'payment_intent.succeeded',
  'checkout.session.completed',
];

function settled({ control }: Scene): Promise<boolean> {
  return eventually(async () => {
    const { collections } = (await control('GET', '/state')).body;
    return !Object.hasOwn(Object(collections), 'deliveries');
  });
}

/** Long enough for a delivery that must not come to have come. */
function aWhile(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 250));
}

describe('webhooks', () => {
  it('carry the whole event, signed, with the version of the API', async () => {
    const scene = await startScene();
    const sessionId = await pay(scene);
    await settled(scene);
    const event = scene.receiver.events.at(-1);
    expect(event).toMatchObject({
      object: 'event',
      type: 'checkout.session.completed',
      api_version: Stripe.API_VERSION,
      livemode: false,
      pending_webhooks: 1,
      data: { object: { id: sessionId, object: 'checkout.session', payment_status: 'paid' } },
    });
    const kept = await scene.stripe.events.retrieve(event?.id ?? '');
    expect(kept).toMatchObject({ id: event?.id, pending_webhooks: 0, data: event?.data });
    const customer = await scene.stripe.customers.create({}, { idempotencyKey: 'k9' });
    const [created] = (await scene.stripe.events.list({ types: ['customer.created'] })).data;
    expect(created?.request).toMatchObject({ idempotency_key: 'k9' });
    expect(created?.data.object).toMatchObject({ id: customer.id });
  });

  it('come again after a failure, and are given up in the end', async () => {
    const scene = await startScene();
    scene.receiver.failures = 2;
    await scene.stripe.customers.create({});
    await settled(scene);
    expect(scene.receiver.types).toEqual(['customer.created', 'customer.created', 'customer.created']);
    expect(new Set(scene.receiver.events.map(({ id }) => id)).size).toBe(1);
    scene.receiver.failures = 99;
    await scene.stripe.products.create({ name: 'x' });
    await settled(scene);
    expect(scene.receiver.types.filter((type) => type === 'product.created')).toHaveLength(4);
  });

  it('do not hold up the rest behind one that fails', async () => {
    const scene = await startScene();
    scene.receiver.failures = 1;
    await pay(scene);
    await settled(scene);
    expect(scene.receiver.types).toEqual([...paidTypes, paidTypes[0]]);
  });

  it('go to every endpoint, also one that comes later, and no more to one that left', async () => {
    const scene = await startScene();
    const second = await Receiver.start('whsec_second');
    closeAfterTest(() => second.close());
    expect((await scene.control('POST', '/webhooks', second.endpoint)).status).toBe(200);
    await scene.stripe.customers.create({});
    await settled(scene);
    expect([scene.receiver.types, second.types]).toEqual([['customer.created'], ['customer.created']]);
    await scene.control('DELETE', '/webhooks', { url: second.endpoint.url });
    await scene.stripe.customers.create({});
    await settled(scene);
    expect([scene.receiver.types.length, second.types.length]).toEqual([2, 1]);
    for (const wrong of [{ url: 'ftp://x', secret: 's' }, { url: 'http://127.0.0.1:1/', secret: '' }, {}]) {
      expect((await scene.control('POST', '/webhooks', wrong)).status).toBe(400);
    }
    expect(() => scene.sim.addWebhook({ url: 'nowhere', secret: 's' })).toThrow();
  });

  it('are sent once more by hand', async () => {
    const scene = await startScene();
    await scene.stripe.customers.create({});
    await settled(scene);
    const [event] = scene.receiver.events;
    expect((await scene.control('POST', `/events/${event?.id}/resend`)).status).toBe(200);
    await settled(scene);
    expect(scene.receiver.events.map(({ id }) => id)).toEqual([event?.id, event?.id]);
    expect((await scene.control('POST', '/events/evt_none/resend')).status).toBe(404);
  });
});

describe('chaos in the deliveries', () => {
  it('is off by default, checked, and counted down', async () => {
    const scene = await startScene();
    const calm = (await scene.control('GET', '/chaos')).body;
    expect(calm).toMatchObject({ late: false, twice: false, outOfOrder: false, drop: false, hangAfterCommit: false });
    for (const wrong of [{ tornado: true }, { twice: -1 }, { twice: 'yes' }, { lateMs: 1.5 }, { events: 'all' }]) {
      expect((await scene.control('POST', '/chaos', wrong)).status).toBe(400);
    }
    expect((await scene.control('GET', '/chaos')).body).toEqual(calm);
    await scene.control('POST', '/chaos', { twice: 2 });
    await scene.stripe.customers.create({});
    await settled(scene);
    expect((await scene.control('GET', '/chaos')).body).toMatchObject({ twice: 1 });
    expect((await scene.control('POST', '/chaos', {})).body).toEqual(calm);
  });

  it('twice', async () => {
    const scene = await startScene();
    await scene.control('POST', '/chaos', { twice: true });
    await pay(scene);
    await eventually(() => scene.receiver.types.length === 8);
    expect(scene.receiver.types).toEqual(paidTypes.flatMap((type) => [type, type]));
  });

  it('drop, for the named events only', async () => {
    const scene = await startScene();
    await scene.control('POST', '/chaos', { drop: true, events: ['checkout.session.completed'] });
    await pay(scene);
    await settled(scene);
    expect(scene.receiver.types).toEqual(paidTypes.slice(0, 3));
  });

  it('out of order: each pair is swapped, and one alone goes in the end', async () => {
    const scene = await startScene();
    await scene.control('POST', '/chaos', { outOfOrder: true });
    await pay(scene);
    await settled(scene);
    const [first, second, third, fourth] = paidTypes;
    expect(scene.receiver.types).toEqual([second, first, fourth, third]);
    await scene.stripe.customers.create({});
    await aWhile();
    expect(scene.receiver.types).toHaveLength(4);
    await settled(scene);
    expect(scene.receiver.types.at(-1)).toBe('customer.created');
  });

  it('late: the others overtake it', async () => {
    const scene = await startScene();
    await scene.control('POST', '/chaos', { late: 1, lateMs: 150, events: ['payment_intent.succeeded'] });
    await pay(scene);
    await settled(scene);
    expect(scene.receiver.types).toEqual([paidTypes[0], paidTypes[1], paidTypes[3], paidTypes[2]]);
  });

  it.each([
    ['badSignature', 'No signatures found matching'],
    ['stale', 'Timestamp outside the tolerance zone'],
  ])('%s: the receiver refuses it, and takes the next attempt', async (name, complaint) => {
    const scene = await startScene();
    await scene.control('POST', '/chaos', { [name]: 1 });
    await scene.stripe.customers.create({});
    await settled(scene);
    expect(scene.receiver.arrivals).toHaveLength(2);
    expect(scene.receiver.arrivals[0]?.complaint).toContain(complaint);
    expect(scene.receiver.types).toEqual(['customer.created']);
  });
});

describe('chaos in the answers', () => {
  it('500 before commit: nothing happened', async () => {
    const { stripe, control } = await startScene();
    await control('POST', '/chaos', { error500BeforeCommit: 1 });
    const refusal = await refusalOf(stripe.customers.create({}, { idempotencyKey: 'k' }));
    expect(refusal).toMatchObject({ statusCode: 500, type: 'StripeAPIError' });
    expect((await stripe.customers.list()).data).toHaveLength(0);
  });

  it('500 after commit: it happened, and the same key finds it', async () => {
    const { stripe, control } = await startScene();
    await control('POST', '/chaos', { error500AfterCommit: 1, requests: ['POST /v1/customers'] });
    await stripe.customers.list();
    expect((await refusalOf(stripe.customers.create({}, { idempotencyKey: 'k' }))).statusCode).toBe(500);
    const again = await stripe.customers.create({}, { idempotencyKey: 'k' });
    expect((await stripe.customers.list()).data.map(({ id }) => id)).toEqual([again.id]);
  });

  it('hang after commit: the client gives up, and its own retry finds what happened', async () => {
    const { sim, stripe, control } = await startScene();
    await control('POST', '/chaos', { hangAfterCommit: 1 });
    const patient = clientOf(sim, { timeout: 300, maxNetworkRetries: 1 });
    const customer = await patient.customers.create({ email: 'a@example.com' });
    expect((await stripe.customers.list()).data.map(({ id }) => id)).toEqual([customer.id]);
  });
});
