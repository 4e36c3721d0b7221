import { Writable } from 'node:stream';
import { endpointList, splitRoute } from '@kopai/contracts';
import { beforeAll, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { freshDatabase } from '../database.ts';
import type { RunningServer } from '../running-server.ts';
import { until } from '../until.ts';
import { attempts } from './attempts.ts';
import { allSessionScopes, home, serverWithVictim, type Victim } from './victim.ts';

/** Texts that stand where people, secrets and things between them stand, and must not come up anywhere else. */
const canaries = {
  email: 'canary.person@example.com',
  name: 'Canary Name',
  secret: 'CANARYsecret4711',
  card: '4242424242424242',
};

let server: RunningServer;
let victim: Victim;
let logged = '';

beforeAll(async () => {
  const sink = new Writable({
    write(chunk, _encoding, done) {
      logged += chunk;
      done();
    },
  });
  const database = await freshDatabase();
  // What a production server logs with, at its most talkative.
  ({ server, victim } = await serverWithVictim(database, () => Date.now(), createLog('trace', sink)));
});

/** Every secret that an answer shows: tokens, keys, what webhooks and forms at Stripe are opened with. */
const secretsIn = (text: string): string[] =>
  [...text.matchAll(/"(?:token|key|secret|clientSecret)":"([^"]{8,})"/g)].map(([, secret = '']) => secret);

test('no credential, secret or address of a person is logged, by any route, served or refused', {
  timeout: 60_000,
}, async () => {
  const secrets = new Set<string>([server.secretKey]);
  const session = await server.kopai.sessions.create({
    userId: canaries.email,
    orgs: [{ id: 'victims', role: 'owner' }],
    scopes: [...allSessionScopes],
  });
  secrets.add(session.token);
  const send = async (route: string, init: Parameters<RunningServer['call']>[1]) => {
    const response = await server.call(route, {
      ...init,
      headers: {
        'Idempotency-Key': canaries.secret,
        Referer: `https://x/?${canaries.email}`,
        Cookie: `a=${canaries.secret}`,
        ...init?.headers,
      },
    });
    if (response.headers.get('Content-Type')?.includes('event-stream')) return void (await response.body?.cancel());
    for (const secret of secretsIn(await response.text())) secrets.add(secret);
  };
  let served = 0;
  for (const { name, route } of endpointList()) {
    const { method, path } = splitRoute(route);
    for (const attempt of attempts[name](victim)) {
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, param: string) => attempt.params?.[param] ?? '');
      const query = attempt.query === undefined ? '' : `?${attempt.query}`;
      for (const token of [server.secretKey, session.token, `kopai_sk_${canaries.secret}`]) {
        await send(`${method} ${filled}${query}`, { token, ...(attempt.body !== undefined && { body: attempt.body }) });
        served += 1;
      }
    }
    // The same route about a person, with something private wherever a client can put it.
    const personal = path.replaceAll(/\{wallet\}/g, `user:${canaries.email}`).replaceAll(/\{\w+\}/g, canaries.email);
    await send(`${method} ${personal}?email=${canaries.email}&token=${canaries.secret}`, {
      token: server.secretKey,
      ...(method !== 'GET' && { body: { email: canaries.email, name: canaries.name, card: canaries.card } }),
    });
  }
  await send('POST /v1/topups', {
    token: session.token,
    body: {
      wallet: 'me',
      packId: 'starter',
      uiMode: 'embedded',
      successUrl: `${home}/?who=${canaries.email}`,
      cancelUrl: `${home}/`,
    },
  });
  await send(`GET /${canaries.secret}/${canaries.email}`, { token: session.token });
  await send(`POST /webhooks/stripe`, { body: canaries, headers: { 'Stripe-Signature': `t=1,v1=${canaries.secret}` } });
  await until(async () => logged.split('\n').filter((line) => line.includes('"statusCode"')).length > served);
  expect(secrets.size, 'secrets were shown, and are looked for').toBeGreaterThan(8);
  for (const text of [...secrets, ...Object.values(canaries)])
    expect(logged.includes(text), text.slice(0, 12)).toBe(false);
  expect(logged).toContain('"route":"/v1/wallets/:wallet"');
  expect(logged).not.toContain('Authorization');
});
