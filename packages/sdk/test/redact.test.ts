import { expect, test } from 'vitest';
import { Kopai, redact } from '../src/index.ts';
import { json, rejection, scriptedFetch } from './scripted-fetch.ts';

const secrets: Record<string, string> = {
  'a secret key': 'kopai_sk_Zk3aQ9pTzLw0VbN8',
  'a session token': 'kopai_ses_Zk3aQ9pTzLw0VbN8',
  'a secret key of Stripe': 'sk_test_51Zk3aQ9pTzLw0VbN8',
  'a live key of Stripe': 'rk_live_51Zk3aQ9pTzLw0VbN8',
  'a webhook secret': 'whsec_Zk3aQ9+/pTzLw0VbN8==',
  'a client secret of a checkout': 'cs_test_a1Zk3aQ9_secret_fidZk3aQ9%2FpTzLw0',
  'a client secret of a payment': 'pi_3Zk3aQ9_secret_pTzLw0VbN8',
  'a quote': 'eyJhbGciOiJIUzI1NiJ9.eyJhZ2VudElkIjoidHV0b3IifQ.Zk3aQ9pTzLw0VbN8-_',
  'an unknown bearer token': 'Bearer Zk3aQ9pTzLw0VbN8',
  'a password': 'Basic Zk3aQ9pTzLw0VbN8',
  'an e-mail address': 'zk3aq9.p+shop@mail.example.co.uk',
  'an e-mail address in a path': 'zk3aq9%2Bshop%40example.com',
};

test.each(Object.entries(secrets))('%s is left out', (_, secret) => {
  for (const text of [secret, `before ${secret} after`, `{"x":"${secret}"}`, `https://kopai.test/v1/${secret}?a=b`]) {
    const shown = redact(text);
    expect(shown).not.toMatch(/zk3aq9/i);
    expect(shown).toContain('…');
  }
  expect(redact(`before ${secret} after`)).toMatch(/^before .* after$/);
});

test('what is no secret stays', () => {
  const texts = [
    'GET http://127.0.0.1:4242/v1/wallets/user%3Aalice/transactions?limit=5&from=2026-01-01T00%3A00%3A00.000Z',
    'chg_00000000000000000000000001 top_0001 req_9',
    'kopai POST https://credits.test/v1/charges -> 201',
    'The wallet has 12.5 credits @ 10 cents.',
  ];
  for (const text of texts) expect(redact(text)).toBe(text);
});

test('no secret of any kind gets into what a call logs', async () => {
  const lines: unknown[][] = [];
  const logger = { debug: (...line: unknown[]) => void lines.push(line) };
  for (const secret of Object.values(secrets)) {
    const headers = { 'x-request-id': 'req_1', 'x-echo': encodeURI(secret), 'set-cookie': secret };
    const { fetch } = scriptedFetch(json({ secret, data: [] }, { headers }), new TypeError(secret));
    const kopai = new Kopai({ apiKey: secret.replace(/^\w+ /, ''), fetch, logger, maxRetries: 0 });
    await kopai.wallets.get(`user:${secret}`);
    await rejection(kopai.wallets.transactions('user:a', { cursor: secret }));
  }
  expect(lines).toHaveLength(2 * Object.keys(secrets).length);
  expect(JSON.stringify(lines)).not.toMatch(/zk3aq9/i);
});
