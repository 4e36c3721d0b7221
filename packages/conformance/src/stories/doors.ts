import { expect } from 'vitest';
import type { Story } from '../stories.ts';

const route = 'POST /v1/charges';
const json = { 'content-type': 'application/json' };

/** What every route refuses before it looks at what is asked. */
export const doors: Story = {
  title: 'doors',
  async play(stage) {
    const as = stage.subject.apiKey;
    stage.tell('A credential is wanted, and has to be known.');
    await stage.raw(route, { body: '{}', headers: json });
    await stage.raw(route, { as: 'kopai_sk_unknown', body: '{}', headers: json });
    await stage.raw('GET /v1/packs', { as: 'kopai_ses_unknown' });
    await stage.raw('GET /v1/packs', { headers: { authorization: 'Basic YTpi' } });

    stage.tell('A body is JSON, says so, and is of bounded size.');
    await stage.raw(route, { as, body: '{', headers: json });
    await stage.raw(route, { as, body: '"text"', headers: json });
    await stage.raw(route, { as, body: '{}', headers: { 'content-type': 'text/plain' } });
    await stage.raw(route, { as, body: JSON.stringify({ agentId: 'x'.repeat(40_000) }), headers: json });

    stage.tell('Each fault of a request is named, with its place.');
    await stage.raw(route, { as, body: '{}', headers: json });
    await stage.raw(route, {
      as,
      body: '{"agentId": "a b", "userId": "u", "messageId": "m", "extra": 1}',
      headers: json,
    });
    await stage.raw('GET /v1/quotes', { as });
    await stage.raw('GET /v1/quotes?agent=a&unknown=1', { as });
    await stage.raw('GET /v1/models?limit=0', { as });
    await stage.raw('GET /v1/models?limit=101', { as });
    await stage.raw('GET /v1/charges/chg_1', { as });
    await stage.raw('GET /v1/wallets/alice', { as });
    await stage.raw('GET /v1/wallets/me', { as });
    await stage.raw(route, { as, body: '{}', headers: { ...json, 'idempotency-key': 'a key' } });

    stage.tell('Other routes and methods are not there.');
    await stage.raw('GET /v1/nowhere', { as });
    await stage.raw('DELETE /v1/packs', { as });

    stage.tell('A sane request id comes back.');
    const echoed = await stage.raw('GET /v1/packs', { headers: { 'x-request-id': 'my-request-7' } });
    expect(echoed.headers.get('x-request-id')).toBe('my-request-7');
    const made = await stage.raw('GET /v1/packs', { headers: { 'x-request-id': 'no good' } });
    expect(made.headers.get('x-request-id')).toMatch(/^req_/);
  },
};
