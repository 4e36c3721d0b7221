import { expect, test } from 'vitest';
import { endpointList, endpoints } from '../src/endpoints.ts';
import { problemsOf } from '../src/openapi.ts';
import { problems } from '../src/problems.ts';
import { routes, splitRoute } from '../src/routes.ts';

const rows = endpointList();

test('routes and endpoints are one table in one order', () => {
  expect(Object.keys(endpoints)).toEqual(Object.keys(routes));
  expect(new Set(Object.values(routes)).size).toBe(rows.length);
  for (const { route } of rows) expect(route).toMatch(/^(GET|POST|PUT|PATCH|DELETE) \/v1\/[A-Za-z{}/-]+$/);
});

test.each(rows)('$name names the values in its path', ({ route, params }) => {
  const inPath = [...splitRoute(route).path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  expect(Object.keys(params?.shape ?? {})).toEqual(inPath);
});

test.each(rows)('$name takes what its method may take', ({ route, body, query, replay }) => {
  const { method } = splitRoute(route);
  expect(body !== undefined).toBe(['POST', 'PUT', 'PATCH'].includes(method));
  expect(replay !== undefined).toBe(method === 'POST');
  if (query) expect(method).toBe('GET');
});

test.each(rows)('$name says who may call it and how it refuses', (row) => {
  const { callers } = row;
  expect(callers.key ?? callers.session ?? callers.anyone).toBeDefined();
  expect(new Set(row.problems).size).toBe(row.problems.length);
  for (const code of problemsOf(row)) expect(problems).toHaveProperty(code);
});

test('no session can debit a wallet', () => {
  const debiting = rows.filter(({ name }) => /^(charges|adjustments)\./.test(name));
  expect(debiting.length).toBeGreaterThan(0);
  for (const { callers } of debiting) expect(callers).toEqual({ key: expect.any(String) });
});

test('what may pass is an answer to try again', () => {
  for (const { status, retry } of Object.values(problems)) {
    if (status >= 500) expect(retry).toBe(true);
    if (retry) expect([409, 429, 500, 502, 503]).toContain(status);
  }
});
