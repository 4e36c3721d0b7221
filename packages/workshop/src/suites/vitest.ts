import { programOf, show } from './command.ts';
import { counted, numberAt } from './counted.ts';
import type { Suite, Tally } from './tally.ts';

export interface VitestOptions {
  /** The suite's name, when it isn't the project's. */
  readonly name?: string;
  /** Parts of the paths of the test files to run; all of them by default. */
  readonly only?: readonly string[];
  /** Environment variables of this run. */
  readonly env?: Readonly<Record<string, string>>;
}

/** One project of the root `vitest.config.ts`. */
export function vitest(project: string, options: VitestOptions = {}): Suite {
  return {
    name: options.name ?? project,
    async run() {
      const { counts, exitCode } = await counted((file) => {
        const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
        const args = ['run', '--project', project, ...reporters, ...(options.only ?? [])];
        return show(programOf('.', 'vitest'), args, { env: options.env });
      });
      return tallyOf(counts, exitCode);
    },
  };
}

/** Skipped tests count as failed; a file that doesn't load, or an error outside of any test, shows in the exit code. */
export function tallyOf(counts: unknown, exitCode: number): Tally {
  const passed = numberAt(counts, 'numPassedTests');
  const failed = numberAt(counts, 'numTotalTests') - passed;
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed, failures: failuresIn(counts) };
}

/** What vitest's report says of tests that did not pass, and of files that did not load. */
interface Report {
  readonly testResults?: readonly {
    readonly name: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

function failuresIn(report: unknown): string[] {
  const { testResults = [] } = report as Report;
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const file = name.split('/').slice(-2).join('/');
    const failed = assertionResults.filter(({ status }) => status !== 'passed');
    if (failed.length === 0) return message ? [`${file}: ${firstLine(message)}`] : [];
    return failed.map((test) => `${file}: ${test.fullName}: ${firstLine(test.failureMessages?.[0] ?? test.status)}`);
  });
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
