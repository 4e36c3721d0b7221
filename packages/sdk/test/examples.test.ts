import { transactionCsvHeader } from '@kopai/contracts';
import { createWorld, type World } from '@kopai/mocks';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as chatRoute from '../examples/next/app/api/chat/route.ts';
import * as sessionRoute from '../examples/next/app/api/kopai-session/route.ts';
import worker from '../examples/worker/worker.ts';
import { Kopai } from '../src/index.ts';
import { type RunningProgram, runProgram } from './run-program.ts';
import { serveWorld } from './serve-world.ts';

const secret = `whsec_${btoa('what deliveries are signed with')}`;
const json = { 'content-type': 'application/json' };

let world: World;
let url: string;
let close: () => void;
let backend: Kopai;
beforeAll(async () => {
  world = createWorld({ seed: 'examples' });
  ({ url, close } = await serveWorld(world));
  backend = new Kopai({ baseUrl: url, apiKey: world.apiKey });
});
afterAll(() => close());

const available = async (wallet: string) => (await backend.wallets.get(wallet)).available;
const statusOf = async (wallet: string) => (await backend.wallets.transactions(wallet)).data.map(({ kind }) => kind);

/** A delivery as Kopai makes it. */
function delivery(type: string, data: object, id = 'evt_1') {
  const body = JSON.stringify({ id, type, timestamp: new Date().toISOString(), data });
  const at = new Date();
  const headers = {
    ...json,
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
  return { method: 'POST', body, headers };
}

describe('the Express backend', () => {
  let program: RunningProgram;
  let origin: string;
  beforeAll(async () => {
    const settings = { KOPAI_URL: url, KOPAI_KEY: world.apiKey, KOPAI_WEBHOOK_SECRET: secret, PORT: '0' };
    program = runProgram('express/server.ts', [], settings);
    origin = (await program.prints(/listening on (\S+)/))[1] ?? '';
  });
  afterAll(() => program.stop());

  const chat = (user: string, messageId: string, text: string) =>
    fetch(`${origin}/chat`, {
      method: 'POST',
      headers: { ...json, 'x-user': user },
      body: JSON.stringify({ agentId: 'brand-voice', messageId, text }),
    });

  test('mints a session that the page can use', async () => {
    const response = await fetch(`${origin}/kopai-session`, { method: 'POST', headers: { 'x-user': 'alice' } });
    const { token, expiresAt } = await response.json();
    const page = new Kopai({ baseUrl: url, session: async () => ({ token, expiresAt }) });
    expect(await page.wallets.get('me')).toMatchObject({ id: 'user:alice' });
    expect((await fetch(`${origin}/kopai-session`, { method: 'POST' })).status).toBe(401);
  });

  test('charges for an answer, and not for silence', async () => {
    const before = await available('user:alice');
    expect(await (await chat('alice', 'express-1', 'Hello there')).text()).toBe('Hello there ');
    await vi.waitFor(async () => expect(await available('user:alice')).toBe(before - 500_000n));
    expect((await chat('alice', 'express-2', 'silence')).status).toBe(500);
    expect(await available('user:alice')).toBe(before - 500_000n);
    expect((await statusOf('user:alice')).slice(0, 2)).toEqual(['release', 'hold']);
  });

  test('says how much is missing', async () => {
    const refused = await chat('poor', 'express-3', 'Hello');
    expect(refused.status).toBe(402);
    expect(await refused.json()).toEqual({ code: 'insufficient_credits', missing: '0.5' });
  });

  test('takes an event once, and nothing that is not signed', async () => {
    const event = delivery('wallet.low_balance', { wallet: 'user:alice', available: '4.5', threshold: '5' });
    for (const _ of [1, 2]) expect((await fetch(`${origin}/kopai-events`, event)).status).toBe(204);
    await program.prints(/user:alice has 4\.5/);
    expect(program.printed().match(/has 4\.5/g)).toHaveLength(1);
    const forged = { ...event, body: event.body.replace('4.5', '9') };
    expect((await fetch(`${origin}/kopai-events`, forged)).status).toBe(400);
  });
});

describe('the Next route handlers', () => {
  beforeAll(() => {
    vi.stubEnv('KOPAI_URL', url);
    vi.stubEnv('KOPAI_KEY', world.apiKey);
  });
  afterAll(() => void vi.unstubAllEnvs());

  const ask = (user: string, messageId: string, text: string) =>
    chatRoute.POST(
      new Request('https://shop.test/api/chat', {
        method: 'POST',
        headers: { ...json, 'x-user': user },
        body: JSON.stringify({ agentId: 'inbox-zero', messageId, text }),
      }),
    );

  test('hand out a session', async () => {
    const request = (headers: Record<string, string>) =>
      new Request('https://shop.test/api/kopai-session', { method: 'POST', headers });
    expect((await sessionRoute.POST(request({}))).status).toBe(401);
    expect(await (await sessionRoute.POST(request({ 'x-user': 'bob' }))).json()).toMatchObject({ userId: 'bob' });
  });

  test('stream an answer that is paid for, or refuse before it begins', async () => {
    const before = await available('user:bob');
    expect(await (await ask('bob', 'next-1', 'One two three')).text()).toBe('One two three ');
    await vi.waitFor(async () => expect((await statusOf('user:bob'))[0]).toBe('capture'));
    expect(await available('user:bob')).toBe(before - 50_000n);
    const refused = await ask('poor', 'next-2', 'Hello');
    expect(refused.status).toBe(402);
    expect(await refused.json()).toEqual({ code: 'insufficient_credits', wallet: 'user:poor' });
  });

  test('an answer that its reader leaves is paid for by what was sent', async () => {
    const response = await ask('bob', 'next-3', 'A long answer that nobody reads to its end');
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await vi.waitFor(async () => expect((await statusOf('user:bob'))[0]).toBe('capture'));
  });
});

describe('the worker', () => {
  const env = () => ({ KOPAI_URL: url, KOPAI_KEY: world.apiKey, KOPAI_WEBHOOK_SECRET: secret });

  test('answers prices', async () => {
    const response = await worker.fetch(new Request('https://edge.test/prices?agent=brand-voice&agent=none'), env());
    expect(await response.json()).toMatchObject([{ agentId: 'brand-voice', credits: '0.5' }]);
    expect((await worker.fetch(new Request('https://edge.test/'), env())).status).toBe(404);
  });

  test('gives a gift once, however often the event comes', async () => {
    const topup = { wallet: 'user:carol', packId: 'pro', credits: '500' };
    for (const _ of [1, 2]) {
      const event = new Request('https://edge.test/events', delivery('topup.paid', topup, 'evt_gift'));
      expect((await worker.fetch(event, env())).status).toBe(204);
    }
    expect(await available('user:carol')).toBe(10_000_000n);
    const forged = new Request('https://edge.test/events', { method: 'POST', body: '{}' });
    expect((await worker.fetch(forged, env())).status).toBe(400);
  });

  test('says so when Kopai is out of reach', async () => {
    const away = { ...env(), KOPAI_KEY: 'kopai_sk_unknown' };
    const response = await worker.fetch(new Request('https://edge.test/prices?agent=brand-voice'), away);
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ code: 'unauthenticated' });
  });
});

describe('the command line', () => {
  const run = (...args: string[]) =>
    runProgram('cli/wallet.ts', args, { KOPAI_URL: url, KOPAI_KEY: world.apiKey }).ended;

  test('grants, and tells the balance', async () => {
    const granted = await run('grant', 'user:dora', '12.5', '--reason', 'Sorry for the delay');
    expect(granted).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^adj_\w+: user:dora has 12\.5 credits\n$/),
    });
    expect(await run('balance', 'user:dora')).toMatchObject({ code: 0, stdout: '12.5 credits ($1.25)\n' });
  });

  test('writes a history as CSV', async () => {
    const { code, stdout } = await run('history', 'org:acme');
    expect(code).toBe(0);
    expect(stdout.startsWith(transactionCsvHeader)).toBe(true);
    expect(stdout).toContain('Welcome credits');
  });

  test('says what is wrong, and nothing of its key', async () => {
    expect(await run('grant', 'user:dora', '1.23456789')).toMatchObject({ code: 1, stdout: '' });
    expect(await run('balance', 'alice')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^invalid_request: /),
    });
    expect(await run('steal', 'user:dora')).toMatchObject({ code: 2, stderr: expect.stringMatching(/^usage/) });
    const { stderr } = await run('balance', 'user:dora', '--debug');
    expect(stderr).toContain('Bearer kopai_sk_…');
    expect(stderr).not.toContain(world.apiKey);
  });
});
