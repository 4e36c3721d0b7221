import { expect, test } from 'vitest';
import { tallyOf as tallyOfBrowser } from '../browser/tally-reporter.ts';
import { runSuites } from './run-suites.ts';
import type { Suite } from './tally.ts';
import { tallyOf as tallyOfVitest } from './vitest.ts';

const suite = (name: string, run: Suite['run']): Suite => ({ name, run });

async function printed(...suites: Suite[]): Promise<{ last: string | undefined; code: number }> {
  const lines: string[] = [];
  const code = await runSuites(suites, (line) => lines.push(line));
  return { last: lines.at(-1), code };
}

test('the last line sums all suites, and the exit code is 0 when nothing failed', async () => {
  const good = suite('good', async () => ({ passed: 3, failed: 0 }));
  expect(await printed(good, good)).toEqual({ last: '6 passed, 0 failed', code: 0 });
});

test('a failure, a crash and a suite without tests each count', async () => {
  const good = suite('good', async () => ({ passed: 3, failed: 0 }));
  const bad = suite('bad', async () => ({ passed: 1, failed: 2 }));
  const crash = suite('crash', async () => {
    throw new Error('crashed');
  });
  const none = suite('none', async () => ({ passed: 0, failed: 0 }));
  expect(await printed(good, bad)).toEqual({ last: '4 passed, 2 failed', code: 1 });
  expect(await printed(crash, good)).toEqual({ last: '3 passed, 1 failed', code: 1 });
  expect(await printed(none)).toEqual({ last: '0 passed, 1 failed', code: 1 });
});

test('in vitest skipped tests, and errors outside of tests, are failures', () => {
  expect(tallyOfVitest({ numPassedTests: 5, numTotalTests: 5 }, 0)).toMatchObject({ passed: 5, failed: 0 });
  expect(tallyOfVitest({ numPassedTests: 4, numTotalTests: 6 }, 1)).toMatchObject({ passed: 4, failed: 2 });
  expect(tallyOfVitest({ numPassedTests: 5, numTotalTests: 5 }, 1)).toMatchObject({ passed: 5, failed: 1 });
  expect(() => tallyOfVitest({}, 0)).toThrow('numPassedTests');
});

test('what failed is named at the end, with the first line of why', async () => {
  const report = {
    numPassedTests: 1,
    numTotalTests: 3,
    testResults: [
      {
        name: '/project/server/test/a.test.ts',
        assertionResults: [
          { status: 'passed', fullName: 'a is right' },
          { status: 'failed', fullName: 'a is quick', failureMessages: ['Error: it is not\n    at there'] },
          { status: 'skipped', fullName: 'a is there' },
        ],
      },
      { name: '/project/server/test/b.test.ts', message: 'cannot load\nmore', assertionResults: [] },
    ],
  };
  const lines: string[] = [];
  await runSuites([suite('tests', async () => tallyOfVitest(report, 1))], (line) => lines.push(line));
  expect(lines.slice(lines.indexOf('\n== all') + 1)).toEqual([
    'failed: tests: test/a.test.ts: a is quick: Error: it is not',
    'failed: tests: test/a.test.ts: a is there: skipped',
    'failed: tests: test/b.test.ts: cannot load',
    'tests: 1 passed, 2 failed',
    '1 passed, 2 failed',
  ]);
});

test('in the browser skipped tests, and pages that broke, are failures', () => {
  const results = {
    name: '',
    tests: [result(true), result(true, true)],
    suites: [{ name: 's', tests: [result(false)], suites: [] }],
  };
  expect(tallyOfBrowser([{ testResults: results, errors: [], passed: false }])).toEqual({ passed: 1, failed: 2 });
  const fine = { name: '', tests: [result(true)], suites: [] };
  expect(tallyOfBrowser([{ testResults: fine, errors: [], passed: true }])).toEqual({ passed: 1, failed: 0 });
  expect(tallyOfBrowser([{ testResults: fine, errors: [{ message: 'no' }], passed: false }])).toEqual({
    passed: 1,
    failed: 1,
  });
  expect(tallyOfBrowser([{ errors: [], passed: false }])).toEqual({ passed: 0, failed: 1 });
});

function result(passed: boolean, skipped = false) {
  return { name: 'test', passed, skipped };
}
