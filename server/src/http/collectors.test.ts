import { Problem } from '@kopai/contracts';
import { beforeEach, expect, test } from 'vitest';
import type { Caller } from '../access/index.ts';
import { admitCollectors } from './collectors.ts';

/** What the database says of a credential; undefined while it is away. */
let known: Map<string, Caller> | undefined;
let nowMs = 0;
let admit: ReturnType<typeof admitCollectors>;

const collector: Caller = { kind: 'key', id: 'key_collector', scopes: ['metrics:read'] };
const charger: Caller = { kind: 'key', id: 'key_charger', scopes: ['charges:write'] };
const minute = 60_000;

beforeEach(() => {
  known = new Map([
    ['Bearer good', collector],
    ['Bearer other', charger],
  ]);
  admit = admitCollectors({
    clock: () => nowMs,
    authenticate: async (header) => {
      if (known === undefined) throw Object.assign(new Error('connect'), { syscall: 'connect', code: 'ECONNREFUSED' });
      const caller = known.get(header ?? '');
      if (caller === undefined) throw new Problem('unauthenticated', 'There is no such key.');
      return caller;
    },
  });
});

const answer = (header?: string) => admit(header).then(() => 'in', String);

test('one that was let in is let in while the database is away, for as long as it comes back', async () => {
  expect(await answer('Bearer good')).toBe('in');
  known = undefined;
  for (let n = 0; n < 10; n++) {
    nowMs += 4 * minute;
    expect(await answer('Bearer good')).toBe('in');
  }
  nowMs += 5 * minute;
  expect(await answer('Bearer good')).toContain('connect');
});

test('nobody else is: who was never seen, who may not, who sends nothing', async () => {
  expect(await answer('Bearer good')).toBe('in');
  expect(await answer('Bearer other')).toContain('metrics:read');
  known = undefined;
  for (const header of ['Bearer never-seen', 'Bearer other', undefined])
    expect(await answer(header)).toContain('connect');
});

test('a key that was revoked is believed no longer, the database away or not', async () => {
  expect(await answer('Bearer good')).toBe('in');
  known?.delete('Bearer good');
  expect(await answer('Bearer good')).toContain('no such key');
  known = undefined;
  expect(await answer('Bearer good')).toContain('connect');
});

test('few are remembered: the one that came first is forgotten first', async () => {
  for (let n = 0; n < 17; n++) known?.set(`Bearer ${n}`, collector);
  for (let n = 0; n < 17; n++) expect(await answer(`Bearer ${n}`)).toBe('in');
  known = undefined;
  expect(await answer('Bearer 0')).toContain('connect');
  expect(await answer('Bearer 1')).toBe('in');
});
