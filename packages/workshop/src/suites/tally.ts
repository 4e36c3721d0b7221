/** What a suite counted. A skipped test is a failed one: what is not looked at is not known to work. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** What failed and why, a line each, where the suite knows. */
  readonly failures?: readonly string[];
}

/** A number of checks that run together. */
export interface Suite {
  readonly name: string;
  /** Runs the checks, showing what they print as it comes. Throwing counts as one failure. */
  run(): Promise<Tally>;
}

/** One check that is either passed or failed. */
export function one(passed: boolean): Tally {
  return passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, { passed }) => total + passed, 0),
    failed: tallies.reduce((total, { failed }) => total + failed, 0),
  };
}
