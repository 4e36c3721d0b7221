import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter, type TestRunnerConfig } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { findBrowser } from '../browser.ts';
import { readEnvironment } from '../environment.ts';
import { tallyReporter } from './tally-reporter.ts';

/** The top of the workspace: packages import each other's sources, and a page may load only what lies below its root. */
const WORKSPACE = fileURLToPath(new URL('../../../..', import.meta.url));

/** A page with its imports loads in tens of milliseconds; a cold browser on a busy machine takes seconds (in ms). */
const PAGE_TIMEOUT = 60_000;

/** One test. Elements settle in a few frames (in ms). */
const TEST_TIMEOUT = 10_000;

/**
 * The configuration for testing web components in a real Chromium: TypeScript is served with its types taken off, file
 * by file, and imports are resolved as Node does, with the `browser` condition.
 *
 * @param files the tests, as globs below the folder the configuration stands in
 */
export async function elementTests(files: readonly string[]): Promise<TestRunnerConfig> {
  const { executablePath, args } = await findBrowser();
  const { tallyFile } = readEnvironment();
  return {
    files: [...files],
    rootDir: WORKSPACE,
    nodeResolve: { exportConditions: ['browser', 'default'] },
    plugins: [esbuildPlugin({ ts: true, target: 'es2022' })],
    browsers: [chromeLauncher({ launchOptions: { executablePath, args: [...args] } })],
    // Two cores: one page at a time beside the server that feeds it, so that timing in tests means something.
    concurrency: 1,
    testsStartTimeout: PAGE_TIMEOUT,
    testsFinishTimeout: PAGE_TIMEOUT,
    testFramework: { config: { timeout: TEST_TIMEOUT } },
    reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false }), tallyReporter(tallyFile)],
  };
}
