import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { WORKSPACE } from '../suites/command.ts';
import { sizeGates } from './size-gates.ts';

/** What readers are told of sizes, in kilobytes of 1,000 bytes: the row of a table, and the gate that measures it. */
const claims = [
  ['badges', 'badge: cost-badge.js'],
  ['badges, by the loader', 'all.js + a badge'],
  ['a wallet, until its balance shows', 'all.js + a wallet, before its first paint'],
  ['everything in one bundle', 'everything in one file'],
  ['a language', 'the largest language'],
] as const;

let measured: ReadonlyMap<string, number>;
beforeAll(async () => {
  measured = new Map((await sizeGates()).map((gate) => [gate.name, gate.measured]));
}, 60_000);

/** The number in the last column of a table's row. */
function claimedIn(text: string, row: string): number {
  const line = text.split('\n').find((it) => it.startsWith(`| ${row} `)) ?? '';
  return Number(line.split('|').at(-2));
}

test.each(['packages/elements/README.md', 'docs/guide/embedding.md'])('%s tells the sizes that are built', (path) => {
  const text = readFileSync(join(WORKSPACE, path), 'utf8');
  const built = claims.map(([row, name]) => [row, Number(((measured.get(name) ?? 0) / 1_000).toFixed(1))]);
  expect(claims.map(([row]) => [row, claimedIn(text, row)])).toEqual(built);
});
