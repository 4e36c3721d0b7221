import { defineConfig } from 'vitest/config';

/** One project per room that has tests in Node; elements themselves are tested in a browser by @web/test-runner. */
export default defineConfig({
  test: {
    projects: [
      unit('contracts', 'packages/contracts'),
      unit('sdk', 'packages/sdk'),
      unit('mocks', 'packages/mocks', '{src,test,examples}'),
      // What runs in Node of it: sizes and imports. Its elements are tested in a browser.
      { test: { name: 'elements', root: 'packages/elements', include: ['test/**/*.test.ts'], testTimeout: 20_000 } },
      unit('stripe-sim', 'packages/stripe-sim'),
      unit('house', 'packages/workshop'),
      {
        test: {
          name: 'server',
          root: 'server',
          include: ['{src,test}/**/*.test.ts'],
          globalSetup: 'test/global-setup.ts',
          pool: 'forks',
          // Two files at a time: PostgreSQL works beside them, and concurrency tests want a core of their own.
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'docs',
          root: 'docs',
          include: ['test/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          // Builds sites and opens them in a browser.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'demo',
          root: 'demo',
          include: ['{src,test}/**/*.test.ts'],
          exclude: ['test/gallery/**'],
          pool: 'forks',
          fileParallelism: false,
          // A walk through the demo starts a database, three servers and a browser.
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'gallery',
          root: 'demo',
          include: ['test/gallery/*.test.ts'],
          pool: 'forks',
          // Each opens a browser, and builds the scripts of the pages into the same folder.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

function unit(name: string, root: string, folders = '{src,test}') {
  return { test: { name, root, include: [`${folders}/**/*.test.ts`], testTimeout: 20_000 } };
}
