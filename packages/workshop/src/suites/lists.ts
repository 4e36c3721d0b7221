import { sizeGates } from '../gates/size-gates.ts';
import { derived } from './derived.ts';
import { elements } from './elements.ts';
import { gates } from './gates.ts';
import { lint } from './lint.ts';
import { packages } from './packages.ts';
import type { Suite } from './tally.ts';
import { types } from './types.ts';
import { vitest } from './vitest.ts';

/** What pages of badges cost a server and a browser: gates that are counted, in a browser. */
const counts = vitest('gallery', { name: 'counts', only: ['badges'] });

/** What `npm run check` runs: everything that needs no database, in a minute or so. */
export const CHECKS: readonly Suite[] = [types, lint, vitest('house'), derived, gates(sizeGates), counts, packages];

/** What asks the database for the most, run again on the oldest PostgreSQL that is supported. */
const ON_POSTGRES_15 = [
  'server/test/db/pool',
  'server/test/db/transaction',
  'server/test/db/migrate',
  'ledger',
  'charge',
];

/** What `npm test` runs, the quickest first. A new suite is one line here. */
export const TESTS: readonly Suite[] = [
  ...CHECKS,
  vitest('contracts'),
  vitest('sdk'),
  vitest('mocks'),
  vitest('elements', { name: 'elements, bundled' }),
  vitest('stripe-sim'),
  vitest('server'),
  vitest('server', { name: 'server on PostgreSQL 15', only: ON_POSTGRES_15, env: { KOPAI_TEST_POSTGRES: '15' } }),
  elements,
  vitest('docs'),
  vitest('demo'),
  vitest('gallery'),
];
