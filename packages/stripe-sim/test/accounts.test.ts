import { describe, expect, it } from 'vitest';
import { openAccount, openVerifiedAccount } from './connected-account.ts';
import { Receiver } from './receiver.ts';
import { closeAfterTest, eventually, refusalOf, type Scene, startScene } from './start-scene.ts';

const returnUrl = 'https://shop.example/back';
const refreshUrl = 'https://shop.example/again';

async function openLink({ stripe }: Scene, account: string): Promise<string> {
  const link = await stripe.accountLinks.create({
    account,
    type: 'account_onboarding',
    return_url: returnUrl,
    refresh_url: refreshUrl,
  });
  expect(link.expires_at).toBe(link.created + 300);
  return link.url;
}

/** Opens a page as a browser does, one step at a time. */
async function open(url: string): Promise<{ location: string | null; text: string }> {
  const response = await fetch(url, { redirect: 'manual' });
  const location = response.headers.get('location');
  return { location: location === null ? null : new URL(location, url).href, text: await response.text() };
}

async function submit(url: string, outcome: string): Promise<string | null> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams({ outcome }), redirect: 'manual' });
  return response.headers.get('location');
}

describe('a connected account', () => {
  it('starts with everything due and nothing allowed', async () => {
    const scene = await startScene();
    const account = await openAccount(scene, { business_profile: { name: 'Studio' } });
    expect(account).toMatchObject({
      object: 'account',
      type: 'none',
      country: 'US',
      metadata: { wallet: 'org:studio' },
      business_profile: { name: 'Studio' },
      controller: { losses: { payments: 'application' }, requirement_collection: 'stripe', type: 'application' },
      capabilities: { transfers: 'inactive' },
      charges_enabled: false,
      payouts_enabled: false,
      details_submitted: false,
      external_accounts: { data: [] },
      requirements: { disabled_reason: 'requirements.past_due' },
    });
    expect(account.requirements?.currently_due).toContain('external_account');
    expect(account.requirements?.past_due).toEqual(account.requirements?.currently_due);
  });

  it('is changed, listed, and tells what changed', async () => {
    const scene = await startScene();
    const { id } = await openAccount(scene);
    const changed = await scene.stripe.accounts.update(id, {
      email: 'new@example.com',
      metadata: { wallet: '', org: 'studio' },
      settings: { payouts: { schedule: { interval: 'manual' } } },
      capabilities: { card_payments: { requested: true } },
    });
    expect(changed).toMatchObject({
      email: 'new@example.com',
      metadata: { org: 'studio' },
      settings: { payouts: { schedule: { interval: 'manual' } } },
      capabilities: { card_payments: 'inactive', transfers: 'inactive' },
    });
    expect((await scene.stripe.accounts.list()).data.map((account) => account.id)).toEqual([id]);
    const told = await eventually(() => scene.receiver.events.find((event) => event.type === 'account.updated'));
    expect(told).toMatchObject({ account: id, data: { previous_attributes: { email: 'studio@example.com' } } });
    await scene.stripe.accounts.update(id, { email: 'new@example.com' });
    expect((await scene.stripe.events.list({ type: 'account.updated' }, { stripeAccount: id })).data).toHaveLength(1);
    expect((await scene.stripe.events.list({ type: 'account.updated' })).data).toEqual([]);
  });

  it('knows the old types, and refuses a controller that can’t be', async () => {
    const scene = await startScene();
    const { stripe } = scene;
    expect(await stripe.accounts.create({ type: 'express' })).toMatchObject({
      type: 'express',
      controller: { stripe_dashboard: { type: 'express' }, losses: { payments: 'application' } },
    });
    expect(await stripe.accounts.create({ type: 'custom' })).toMatchObject({
      controller: { requirement_collection: 'application', stripe_dashboard: { type: 'none' } },
    });
    const both = stripe.accounts.create({ type: 'express', controller: { losses: { payments: 'stripe' } } });
    expect((await refusalOf(both)).param).toBe('type');
    const odd = openAccount(scene, {
      controller: { requirement_collection: 'application', stripe_dashboard: { type: 'full' } },
    });
    expect((await refusalOf(odd)).param).toContain('stripe_dashboard');
    expect((await refusalOf(openAccount(scene, { country: 'nowhere' }))).param).toBe('country');
  });
});

describe('onboarding', () => {
  it.each([
    [
      'completed',
      { details_submitted: true, charges_enabled: true, payouts_enabled: true, capabilities: { transfers: 'active' } },
    ],
    ['unfinished', { details_submitted: false, payouts_enabled: false, capabilities: { transfers: 'inactive' } }],
    [
      'verification_failed',
      { details_submitted: true, payouts_enabled: false, requirements: { disabled_reason: 'requirements.past_due' } },
    ],
    [
      'rejected',
      { details_submitted: true, payouts_enabled: false, requirements: { disabled_reason: 'rejected.fraud' } },
    ],
  ])('ends %s; the return address is the same, the account is not', async (outcome, expected) => {
    const scene = await startScene({ businessName: 'Kopai' });
    const { id } = await openAccount(scene);
    const visit = (await open(await openLink(scene, id))).location ?? '';
    const page = await open(visit);
    for (const words of ['Simulation', 'Get paid by Kopai', 'Leave unfinished', 'external_account', id]) {
      expect(page.text).toContain(words);
    }
    expect(await submit(visit, outcome)).toBe(returnUrl);
    expect(await scene.stripe.accounts.retrieve(id)).toMatchObject(expected);
    expect((await open(visit)).location).toBe(returnUrl);
    const told = await eventually(() => scene.receiver.events.find((event) => event.type === 'account.updated'));
    expect(told).toMatchObject({ account: id, data: { object: { id, ...expected } } });
  });

  it('escapes what the account says of itself', async () => {
    const scene = await startScene();
    const { id } = await openAccount(scene, { business_profile: { name: '<img src=x>' } });
    const { text } = await open((await open(await openLink(scene, id))).location ?? '');
    expect(text).toContain('&lt;img src=x&gt;');
    expect(text).not.toContain('<img');
  });

  it('takes a link once, and none that is old', async () => {
    const scene = await startScene();
    const { id } = await openAccount(scene);
    const used = await openLink(scene, id);
    await open(used);
    expect((await open(used)).location).toBe(refreshUrl);
    const old = await openLink(scene, id);
    await scene.control('POST', '/clock', { advanceSeconds: 300 });
    expect((await open(old)).location).toBe(refreshUrl);
    expect((await open(`${scene.sim.url}/connect/none`)).text).toContain('no such link');
    expect((await open(`${scene.sim.url}/onboarding/none`)).text).toContain('no such onboarding');
  });

  it('asks again for what failed, and is done then', async () => {
    const scene = await startScene();
    const { id } = await openAccount(scene);
    await scene.control('POST', `/accounts/${id}`, { onboarding: 'verification_failed' });
    const visit = (await open(await openLink(scene, id))).location ?? '';
    expect((await open(visit)).text).toContain('could not be read');
    await submit(visit, 'completed');
    expect(await scene.stripe.accounts.retrieve(id)).toMatchObject({
      payouts_enabled: true,
      requirements: { currently_due: [], errors: [], disabled_reason: null },
    });
  });

  it('refuses a link for a rejected account, for none, or to nowhere', async () => {
    const scene = await startScene();
    const { id } = await openAccount(scene);
    const create = (account: string, url: string) =>
      scene.stripe.accountLinks.create({ account, type: 'account_onboarding', return_url: url, refresh_url: url });
    expect((await refusalOf(create(id, 'javascript:alert(1)'))).param).toBe('return_url');
    expect(await refusalOf(create('acct_none', returnUrl))).toMatchObject({ statusCode: 403, code: 'account_invalid' });
    await scene.stripe.accounts.reject(id, { reason: 'terms_of_service' });
    expect((await refusalOf(create(id, returnUrl))).param).toBe('account');
  });
});

describe('the account control', () => {
  it('holds payouts back and lets them go', async () => {
    const scene = await startScene();
    const { id } = await openVerifiedAccount(scene);
    const held = await scene.control('POST', `/accounts/${id}`, {
      payoutsEnabled: false,
      requirements: ['individual.id_number'],
    });
    expect(held.body).toMatchObject({
      payouts_enabled: false,
      charges_enabled: true,
      capabilities: { transfers: 'active' },
      requirements: { currently_due: ['individual.id_number'], disabled_reason: 'requirements.past_due' },
    });
    const freed = await scene.control('POST', `/accounts/${id}`, { payoutsEnabled: true, requirements: [] });
    expect(freed.body).toMatchObject({ payouts_enabled: true, requirements: { disabled_reason: null } });
    const closed = await scene.control('POST', `/accounts/${id}`, { chargesEnabled: false });
    expect(closed.body).toMatchObject({ charges_enabled: false, capabilities: { transfers: 'inactive' } });
    const rejected = await scene.control('POST', `/accounts/${id}`, { rejected: 'listed' });
    expect(rejected.body).toMatchObject({ requirements: { disabled_reason: 'rejected.listed' } });
  });

  it('completes an onboarding where payouts are wished for', async () => {
    const scene = await startScene();
    const { id } = await openAccount(scene);
    const able = await scene.control('POST', `/accounts/${id}`, { payoutsEnabled: true });
    expect(able.body).toMatchObject({
      details_submitted: true,
      payouts_enabled: true,
      requirements: { currently_due: [] },
    });
  });

  it('disconnects: the platform hears of it, and can’t act any more', async () => {
    const scene = await startScene();
    const { id } = await openVerifiedAccount(scene);
    await scene.control('POST', `/accounts/${id}`, { deauthorize: true });
    const told = await eventually(() =>
      scene.receiver.events.find((event) => event.type === 'account.application.deauthorized'),
    );
    expect(told).toMatchObject({ account: id, data: { object: { object: 'application' } } });
    for (const call of [scene.stripe.accounts.retrieve(id), scene.stripe.events.list({}, { stripeAccount: id })]) {
      expect(await refusalOf(call)).toMatchObject({ statusCode: 403, code: 'account_invalid' });
    }
    expect((await scene.stripe.accounts.list()).data).toEqual([]);
    expect((await scene.control('POST', `/accounts/${id}`, { payoutsEnabled: true })).status).toBe(404);
  });

  it('says what would be right', async () => {
    const scene = await startScene();
    const { id } = await openAccount(scene);
    for (const wrong of [{ payouts: true }, { payoutsEnabled: 'yes' }, { requirements: 'all' }, { rejected: 'mood' }]) {
      expect((await scene.control('POST', `/accounts/${id}`, wrong)).status).toBe(400);
    }
  });
});

describe('Connect events', () => {
  it('go to Connect endpoints, the platform’s to the others, and all to an endpoint that says nothing', async () => {
    const scene = await startScene();
    const [connect, platform] = [await Receiver.start('whsec_connect'), await Receiver.start('whsec_platform')];
    for (const receiver of [connect, platform]) closeAfterTest(() => receiver.close());
    scene.sim.addWebhook({ ...connect.endpoint, connect: true });
    await scene.control('POST', '/webhooks', { ...platform.endpoint, connect: false });
    const { id } = await openVerifiedAccount(scene);
    await scene.stripe.customers.create({});
    await eventually(
      () => platform.types.length === 1 && connect.types.length === 2 && scene.receiver.types.length === 3,
    );
    expect(platform.types).toEqual(['customer.created']);
    expect(connect.types).toEqual(['account.updated', 'account.external_account.created']);
    expect(connect.events.every((event) => event.account === id)).toBe(true);
    expect((await scene.control('POST', '/webhooks', { ...connect.endpoint, connect: 'yes' })).status).toBe(400);
  });

  it('are refused an account where the simulator keeps none apart', async () => {
    const scene = await startScene();
    const { id } = await openAccount(scene);
    const direct = scene.stripe.customers.create({}, { stripeAccount: id });
    expect((await refusalOf(direct)).message).toContain('leave out the Stripe-Account header');
  });
});
