import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const top = fileURLToPath(new URL('../../..', import.meta.url));
const text = readFileSync(`${top}/docs/security.md`, 'utf8');

/** The rows of the tables of threats, as cells. */
const threats = text
  .slice(text.indexOf('## Threats'), text.indexOf('## What is left'))
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\| (threat|---)/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

const filesIn = (cell: string) => [...cell.matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, file = '']) => file);
const pathOf = (file: string) => (file.includes('/') ? file : `server/test/security/${file}`);

test('every threat has something that stops it, and a test that is there', () => {
  expect(threats.length).toBeGreaterThan(30);
  for (const [threat, stop = '', shown = ''] of threats) {
    expect([threat, stop.length > 10]).toEqual([threat, true]);
    // An audit asks the registry, which a test must not depend on.
    if (shown === 'by hand') continue;
    expect([threat, filesIn(shown).length > 0]).toEqual([threat, true]);
    for (const file of filesIn(shown)) expect([file, existsSync(`${top}/${pathOf(file)}`)]).toEqual([file, true]);
  }
});

test('every test of security is one of a threat', () => {
  const named = threats.flatMap(([, , shown = '']) => filesIn(shown).map((file) => basename(file)));
  const made = globSync('*.test.ts', { cwd: `${top}/server/test/security` });
  expect(made.filter((file) => !named.includes(file))).toEqual(['threat-model.test.ts']);
});
