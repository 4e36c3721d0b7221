import { programOf, show } from './command.ts';
import { counted, numberAt } from './counted.ts';
import type { Suite } from './tally.ts';

/** The web components, in a real browser. */
export const elements: Suite = {
  name: 'elements',
  async run() {
    const { counts, exitCode } = await counted((file) =>
      show(programOf('packages/workshop', 'web-test-runner'), [], {
        cwd: 'packages/elements',
        env: { KOPAI_TALLY_FILE: file },
      }),
    );
    const failed = numberAt(counts, 'failed');
    return { passed: numberAt(counts, 'passed'), failed: failed === 0 && exitCode !== 0 ? 1 : failed };
  },
};
