import { expect, test } from 'vitest';
import { RULES } from './rules.ts';
import { readSource } from './source-file.ts';

/** What the whole house says about made-up files: rule names with the places they object to. */
function objections(files: Readonly<Record<string, string>>): Record<string, string[]> {
  const sources = Object.entries(files).map(([path, text]) => readSource(path, text));
  const found = RULES.map((rule) => [rule.name, rule.check(sources)] as const);
  return Object.fromEntries(found.filter(([, places]) => places.length > 0));
}

test('a house in order raises no objection', () => {
  const files = {
    'packages/contracts/src/amount.ts': `export const credit = 1_000_000n;`,
    'packages/sdk/src/send.ts': `import { routes } from '@kopai/contracts/routes'; import type { Amount } from '@kopai/contracts';`,
    'packages/sdk/src/send.test.ts': `import { readFile } from 'node:fs/promises'; import { world } from '@kopai/mocks';`,
    'server/src/main.ts': `import { start } from './app.ts'; import { config } from './config.ts';`,
    'server/src/app.ts': `import { serve } from './http/index.ts'; import { pool } from './db/index.ts'; import './database.ts';`,
    'server/src/database.ts': `import { config } from './config.ts';`,
    'server/src/clock.ts': `export const now = () => Date.now();`,
    'packages/mocks/src/world.ts': `export const world = (nowMs = Date.now) => nowMs();`,
    'server/src/charges/index.ts': `export * from './decide.ts'; import { post } from '../ledger/index.ts';`,
    'server/src/charges/decide.ts': `import type { Clock } from '../clock.ts'; const at = new Date(0);`,
    'server/src/charges/decide.test.ts': `import { book } from '../ledger/book.ts'; const at = Date.now();`,
    'server/test/charges.test.ts': `import { Kopai } from '@kopai/sdk'; import { price } from '../src/charges/decide.ts';`,
    'server/test/hooks.test.ts': `afterAll(a); describe('x', () => { beforeAll(b); describe.each([1])('y', () => { afterEach(c); }); });`,
    'server/src/config.ts': `export const port = process.env.PORT;`,
  };
  expect(objections(files)).toEqual({});
});

const VIOLATIONS: readonly [rule: string, path: string, text: string, objection: string][] = [
  [
    'packages import each other in one direction',
    'packages/contracts/src/a.ts',
    `import '@kopai/sdk'`,
    'may not import @kopai/sdk',
  ],
  [
    'packages import each other in one direction',
    'packages/sdk/src/a.ts',
    `export * from '@kopai/elements'`,
    'may not import @kopai/elements',
  ],
  [
    'packages import each other in one direction',
    'packages/mocks/src/a.ts',
    `const s = () => import('@kopai/server')`,
    'may not import @kopai/server',
  ],
  [
    'packages import each other in one direction',
    'server/src/http/a.ts',
    `import type { Kopai } from '@kopai/sdk'`,
    'may not import @kopai/sdk',
  ],
  [
    'a package is entered by its name, not by a path into it',
    'packages/sdk/src/a.ts',
    `import '../../contracts/src/ids.ts'`,
    'reaches into packages/contracts/src/ids.ts',
  ],
  [
    'what runs everywhere imports nothing of Node',
    'packages/elements/src/a.ts',
    `import { join } from 'node:path'`,
    'imports node:path',
  ],
  [
    'every hook is heard',
    'demo/test/a.test.ts',
    `beforeAll(async () => { const page = await open(); afterAll(() => page.close()); })`,
    'afterAll',
  ],
  ['every hook is heard', 'server/test/a.ts', `export function open() { afterEach(close); }`, 'afterEach'],
  ['every room of the server is on the plan', 'server/src/attic/a.ts', '', 'the room attic has no floor'],
  [
    'in the server imports lead downwards',
    'server/src/db/a.ts',
    `import '../ledger/index.ts'`,
    'db may not import ledger',
  ],
  [
    'in the server imports lead downwards',
    'server/src/ledger/a.ts',
    `import '../jobs/index.ts'`,
    'ledger may not import jobs',
  ],
  [
    'in the server imports lead downwards',
    'server/src/charges/a.ts',
    `import type { W } from '../wallets/index.ts'`,
    'charges may not import wallets',
  ],
  [
    'in the server imports lead downwards',
    'server/src/topups/a.ts',
    `import '../stripe/index.ts'`,
    'topups may not import stripe',
  ],
  ['in the server imports lead downwards', 'server/src/http/a.ts', `import '../app.ts'`, 'http may not import app'],
  [
    'in the server imports lead downwards',
    'server/src/charges/a.ts',
    `import '../config.ts'`,
    'charges may not import config',
  ],
  ['in the server imports lead downwards', 'server/src/clock.ts', `import './db/index.ts'`, 'clock may not import db'],
  ['in the server imports lead downwards', 'server/src/app.ts', `import './main.ts'`, 'app may not import main'],
  [
    'a room of the server is entered by its door',
    'server/src/charges/a.ts',
    `import '../ledger/book.ts'`,
    'enters ledger by server/src/ledger/book.ts',
  ],
  [
    'a library has one home',
    'server/src/charges/a.ts',
    `import type { Pool } from 'pg'`,
    'imports pg, which lives in server/src/db/',
  ],
  ['a library has one home', 'server/src/app.ts', `import express from 'express'`, 'imports express'],
  ['a library has one home', 'server/src/topups/a.ts', `import Stripe from 'stripe'`, 'imports stripe'],
  [
    'a library has one home',
    'packages/sdk/src/kopai.ts',
    `import { Webhook } from 'standardwebhooks'`,
    'imports standardwebhooks, which lives in packages/sdk/src/webhooks.ts',
  ],
  ['the environment is read in one file', 'server/src/app.ts', `const { PORT } = process.env`, 'process.env'],
  [
    'the clock is asked in one file, and handed to the rest',
    'server/src/charges/a.ts',
    `const t = Date.now()`,
    'Date.now',
  ],
  [
    'the clock is asked in one file, and handed to the rest',
    'packages/sdk/src/a.ts',
    `const t = new Date()`,
    'new Date()',
  ],
  ['no file or folder is a drawer', 'packages/sdk/src/utils/join.ts', '', 'is called utils'],
  ['no file or folder is a drawer', 'packages/sdk/src/types.ts', '', 'is called types'],
  ['nothing is a second version of itself', 'packages/sdk/src/sendV2.ts', '', 'has V2 in its name'],
  ['a file can be read in one go', 'packages/sdk/src/long.ts', 'f();\n'.repeat(251), 'has 251 lines, more than 250'],
  [
    'a file can be read in one go',
    'packages/sdk/src/long.test.ts',
    'f();\n'.repeat(401),
    'has 401 lines, more than 400',
  ],
  ['every test runs', 'packages/sdk/src/a.test.ts', `test.skip('x', () => {})`, 'test.skip'],
  ['every test runs', 'server/test/a.test.ts', `describe.only('x', () => {})`, 'describe.only'],
  ['nothing is left for later, and no check is switched off', 'packages/sdk/src/a.ts', `// TODO later`, 'says TODO'],
  [
    'nothing is left for later, and no check is switched off',
    'packages/sdk/src/a.ts',
    `/* @ts-ignore */`,
    'says @ts-ignore',
  ],
];

for (const [rule, path, text, objection] of VIOLATIONS) {
  test(`${rule}: ${path} with ${text.slice(0, 50)}`, () => {
    const found = objections({ [path]: text });
    expect(Object.keys(found)).toEqual([rule]);
    expect(found[rule]).toHaveLength(1);
    expect(found[rule]?.[0]).toContain(`${path}:`);
    expect(found[rule]?.[0]).toContain(objection);
  });
}

test('a library at its edge has one file there', () => {
  const found = objections({
    'packages/stripe-sim/src/server.ts': `import express from 'express'`,
    'packages/stripe-sim/src/pages.ts': `import type { Request } from 'express'`,
  });
  expect(Object.values(found)).toEqual([
    ['express is imported by packages/stripe-sim/src/server.ts and packages/stripe-sim/src/pages.ts'],
  ]);
});

test('what stands in strings and comments does not count, and every line is counted from 1', () => {
  const text = `// import '../app.ts'\nconst words = "process.env Date.now() import 'pg'";\nimport 'pg';\n`;
  expect(objections({ 'server/src/charges/a.ts': text })).toEqual({
    'a library has one home': ['server/src/charges/a.ts:3 imports pg, which lives in server/src/db/'],
  });
});

test('a file that does not parse is named', () => {
  expect(() => readSource('server/src/a.ts', 'const = 1')).toThrow('server/src/a.ts');
});
