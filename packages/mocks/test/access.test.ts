import { Kopai, type SessionScope } from '@kopai/sdk';
import { expect, test } from 'vitest';
import { createWorld, mockFetch } from '../src/index.ts';
import { rejection } from './rejection.ts';

function setUp() {
  const world = createWorld();
  const fetch = mockFetch(world);
  const as = (userId: string, role?: 'owner' | 'admin' | 'member', scopes?: SessionScope[]) =>
    new Kopai({
      fetch,
      session: world.signIn({ userId, ...(role && { orgs: [{ id: 'acme', role }] }), ...(scopes && { scopes }) }),
    });
  return { world, fetch, as, backend: new Kopai({ fetch, apiKey: world.apiKey }), anonymous: new Kopai({ fetch }) };
}

const urls = { successUrl: 'https://shop.test/', cancelUrl: 'https://shop.test/' };

test('a session reaches its own wallets and no other', async () => {
  const { as, anonymous } = setUp();
  const bob = as('bob', 'member');
  expect((await bob.wallets.get('me')).id).toBe('user:bob');
  expect((await bob.wallets.get('org:acme')).id).toBe('org:acme');
  for (const wallet of ['user:alice', 'org:studio']) {
    expect(await rejection(bob.wallets.get(wallet))).toMatchObject({ code: 'wallet_forbidden' });
    expect(await rejection(bob.quotes.list({ agent: ['inbox-zero'], wallet }))).toMatchObject({
      code: 'wallet_forbidden',
    });
  }
  expect(await rejection(anonymous.wallets.get('me'))).toMatchObject({ code: 'unauthenticated' });
});

test('a session does what its scopes and roles allow', async () => {
  const { as } = setUp();
  const order = { wallet: 'org:acme', packId: 'pro', ...urls };
  expect(await rejection(as('bob', 'member').topups.create(order))).toMatchObject({ code: 'role_required' });
  expect(await as('bob', 'admin').topups.create(order)).toMatchObject({ wallet: 'org:acme' });
  expect(await rejection(as('bob', 'admin', ['wallet:read']).topups.create(order))).toMatchObject({
    name: 'PermissionError',
    scope: 'topup',
  });
  expect(await rejection(as('bob').keys.list())).toMatchObject({ code: 'credential_forbidden' });
  const message = { agentId: 'inbox-zero', userId: 'bob', messageId: 'm1' };
  expect(await rejection(as('bob').charges.create(message))).toMatchObject({ code: 'credential_forbidden' });
});

test("another owner's purchase is not there", async () => {
  const { as } = setUp();
  const topup = await as('alice').topups.create({ wallet: 'me', packId: 'pro', ...urls });
  expect(await rejection(as('bob').topups.get(topup.id))).toMatchObject({ code: 'topup_not_found' });
});

test('a creator sets their part of the price', async () => {
  const { as, anonymous, backend } = setUp();
  const change = { addOn: 2_000_000n };
  expect(await rejection(as('carol').agents.setPricing('pitch-doctor', change))).toMatchObject({
    code: 'not_a_member',
  });
  expect(await rejection(as('bob', 'member').agents.setPricing('pitch-doctor', change))).toMatchObject({
    code: 'role_required',
  });
  const agent = await as('alice', 'owner').agents.setPricing('pitch-doctor', change);
  expect(agent).toMatchObject({ total: 4_500_000n, version: 2 });
  expect(await rejection(as('alice', 'owner').agents.setPricing('acme-handbook', change))).toMatchObject({
    code: 'private_agent_add_on',
    agentId: 'acme-handbook',
  });
  expect((await anonymous.agents.get('pitch-doctor')).addOn).toBe(2_000_000n);
  const same = {
    name: 'Renamed',
    modelId: 'deepthought-1',
    orgId: 'acme',
    visibility: 'public',
    addOn: 2_000_000n,
  } as const;
  expect(await backend.agents.put('pitch-doctor', same)).toMatchObject({ version: 2, name: 'Renamed' });
});

test('private agents are seen by their own', async () => {
  const { as, anonymous, backend } = setUp();
  const seen = async (kopai: Kopai) => {
    const ids: string[] = [];
    for await (const { id } of kopai.agents.list({ limit: 2 })) ids.push(id);
    return ids;
  };
  const everybody = ['brand-voice', 'inbox-zero', 'language-tutor', 'pitch-doctor', 'tax-helper'];
  expect(await seen(anonymous)).toEqual(everybody);
  expect(await seen(as('bob', 'member'))).toEqual(['acme-handbook', ...everybody]);
  expect(await seen(backend)).toEqual(['acme-handbook', ...everybody]);
  expect(await rejection(anonymous.agents.get('acme-handbook'))).toMatchObject({ name: 'NotFoundError' });
});

test('keys are made, listed without their secret, and revoked', async () => {
  const { backend, fetch } = setUp();
  const made = await backend.keys.create({ name: 'Worker', scopes: ['wallets:read'] });
  const worker = new Kopai({ fetch, apiKey: made.key });
  expect(await worker.wallets.get('user:bob')).toMatchObject({ available: 2_500_000n });
  expect(await rejection(worker.keys.list())).toMatchObject({ scope: 'admin' });
  expect(await rejection(worker.wallets.get('me'))).toMatchObject({ name: 'InvalidRequestError' });
  const { data } = await backend.keys.list();
  expect(data.map(({ name }) => name)).toEqual(['Worker', 'First key']);
  expect(JSON.stringify(data)).not.toContain(made.key);
  await backend.keys.revoke(made.id);
  expect(await rejection(worker.wallets.get('user:bob'))).toMatchObject({ code: 'key_revoked' });
  expect(await rejection(backend.keys.revoke(data[1]?.id ?? ''))).toMatchObject({ code: 'last_admin_key' });
});

test('sessions run out and are renewed, and a host may end them', async () => {
  const { world, backend, fetch } = setUp();
  const minted: string[] = [];
  const session = async () => {
    const made = await backend.sessions.create({ userId: 'alice' });
    minted.push(made.id);
    return made;
  };
  const page = new Kopai({ fetch, session });
  await page.wallets.get('me');
  world.advance(11 * 60_000);
  await page.wallets.get('me');
  expect(minted).toHaveLength(2);
  await backend.sessions.revoke(minted[1] ?? '');
  await page.wallets.get('me');
  expect(minted).toHaveLength(3);
  expect(await rejection(page.sessions.revoke(minted[0] ?? ''))).toMatchObject({ code: 'session_not_found' });
  expect(await page.sessions.revoke(minted[2] ?? '')).toMatchObject({ revoked: true });
});
