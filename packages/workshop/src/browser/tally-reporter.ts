import { writeFileSync } from 'node:fs';
import type { Reporter, TestSession, TestSuiteResult } from '@web/test-runner';
import type { Tally } from '../suites/tally.ts';

/** Counts the tests of a browser run and writes the counts where the suite runner reads them. */
export function tallyReporter(file: string | undefined): Reporter {
  return {
    onTestRunFinished({ sessions }) {
      const tally = tallyOf(sessions);
      console.log(`elements: ${tally.passed} passed, ${tally.failed} failed`);
      if (file !== undefined) writeFileSync(file, JSON.stringify(tally));
    },
  };
}

/** A skipped test counts as failed, and so does a page that broke without any test of its own failing. */
export function tallyOf(sessions: readonly Pick<TestSession, 'testResults' | 'errors' | 'passed'>[]): Tally {
  let passed = 0;
  let failed = 0;
  for (const { testResults, errors, passed: wentWell } of sessions) {
    const results = testResults ? testsOf(testResults) : [];
    const good = results.filter((test) => test.passed && !test.skipped).length;
    passed += good;
    failed += results.length - good;
    if (good === results.length && (errors.length > 0 || wentWell !== true)) failed += 1;
  }
  return { passed, failed };
}

function testsOf(suite: TestSuiteResult): TestSuiteResult['tests'] {
  return [...suite.tests, ...suite.suites.flatMap(testsOf)];
}
