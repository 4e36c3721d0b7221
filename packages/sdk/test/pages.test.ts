import { expect, expectTypeOf, test } from 'vitest';
import { Kopai, type Page, responseOf, type Transaction } from '../src/index.ts';
import { json, rejection, type SentRequest, scriptedFetch } from './scripted-fetch.ts';

/** A server with five movements, listed as many at a time as asked for. */
function history() {
  return scriptedFetch(({ path }: SentRequest) => {
    const { searchParams } = new URL(path, 'http://kopai.test');
    const from = Number(searchParams.get('cursor') ?? 0);
    const limit = Number(searchParams.get('limit') ?? 2);
    const data = [1, 2, 3, 4, 5].slice(from, from + limit).map((seq) => ({ seq, amount: `-${seq}.5` }));
    const nextCursor = from + limit < 5 ? String(from + limit) : null;
    return json({ data, nextCursor }, { headers: { 'x-request-id': `req_${from}` } });
  });
}

test('awaiting a list gives its first page, with amounts and a way on', async () => {
  const { fetch, requests } = history();
  const page = await new Kopai({ fetch }).wallets.transactions('user:alice', { kind: 'charge', limit: 2 });
  expectTypeOf(page).toEqualTypeOf<Page<Transaction>>();
  expect(page.data.map(({ amount }) => amount)).toEqual([-1_500_000n, -2_500_000n]);
  expect(page.nextCursor).toBe('2');
  expect(page.hasNextPage()).toBe(true);
  expect(responseOf(page).requestId).toBe('req_0');
  expect(requests.map(({ path }) => path)).toEqual(['/v1/wallets/user%3Aalice/transactions?kind=charge&limit=2']);
});

test('pages lead on to the last, which says so', async () => {
  const { fetch, requests } = history();
  let page = await new Kopai({ fetch }).wallets.transactions('me', { kind: 'charge' });
  const seen = [page.data.length];
  while (page.hasNextPage()) {
    page = await page.nextPage();
    seen.push(page.data.length);
  }
  expect(seen).toEqual([2, 2, 1]);
  expect(page.nextCursor).toBeNull();
  expect(await rejection(page.nextPage())).toBeInstanceOf(RangeError);
  expect(requests.map(({ path }) => path.split('?')[1])).toEqual([
    'kind=charge',
    'kind=charge&cursor=2',
    'kind=charge&cursor=4',
  ]);
});

test('iterating a list gives every item, and asks only for the pages it needs', async () => {
  const { fetch, requests } = history();
  const list = new Kopai({ fetch }).wallets.transactions('me');
  expect(requests).toHaveLength(0);
  const seen: number[] = [];
  for await (const { seq } of list) seen.push(seq);
  expect(seen).toEqual([1, 2, 3, 4, 5]);
  expect(requests).toHaveLength(3);

  for await (const { seq } of new Kopai({ fetch }).wallets.transactions('me')) if (seq === 2) break;
  expect(requests).toHaveLength(4);
});

test('a list can start from a cursor kept earlier, and asks once for its first page', async () => {
  const { fetch, requests } = history();
  const list = new Kopai({ fetch }).wallets.transactions('me', { cursor: '4' });
  expect((await list).data.map(({ seq }) => seq)).toEqual([5]);
  const seen: number[] = [];
  for await (const { seq } of list) seen.push(seq);
  expect(seen).toEqual([5]);
  expect(requests).toHaveLength(1);
});

test('a list passes on a failure to await and to for await', async () => {
  const { fetch } = scriptedFetch(json({ code: 'role_required' }, { status: 403 }));
  const kopai = new Kopai({ fetch });
  expect(await rejection(kopai.keys.list())).toMatchObject({ name: 'PermissionError' });
  const iterate = async () => {
    for await (const key of kopai.keys.list()) throw new Error(`There should be no ${key.id}.`);
  };
  expect(await rejection(iterate())).toMatchObject({ name: 'PermissionError' });
});

test('an iteration ends after as many items as it was given', async () => {
  const { fetch, requests } = history();
  const seen: number[] = [];
  for await (const { seq } of new Kopai({ fetch }).wallets.transactions('me', {}, { maxItems: 4 })) seen.push(seq);
  expect(seen).toEqual([1, 2, 3, 4]);
  expect(requests).toHaveLength(2);
  for await (const { id } of new Kopai({ fetch }).keys.list({}, { maxItems: 0 }))
    throw new Error(`${id} was not asked for.`);
  expect(requests).toHaveLength(2);
});

test('an iteration asks for no more pages than it may', async () => {
  const { fetch, requests } = history();
  const seen: number[] = [];
  const iterate = async () => {
    for await (const { seq } of new Kopai({ fetch }).wallets.transactions('me', {}, { maxPages: 2 })) seen.push(seq);
  };
  expect(await rejection(iterate())).toMatchObject({
    name: 'RangeError',
    message: expect.stringContaining('maxPages'),
  });
  expect(seen).toEqual([1, 2, 3, 4]);
  expect(requests).toHaveLength(2);
});

test('a server that leads in circles is found out', async () => {
  const { fetch, requests } = scriptedFetch(json({ data: [{ seq: 1 }], nextCursor: 'again' }));
  const iterate = async () => {
    for await (const _ of new Kopai({ fetch }).wallets.transactions('me'));
  };
  expect(await rejection(iterate())).toMatchObject({ name: 'UnexpectedReplyError' });
  expect(requests).toHaveLength(2);
});
