import { TESTS } from './suites/lists.ts';
import { runSuites } from './suites/run-suites.ts';

process.exitCode = await runSuites(TESTS);
