/** What the workshop reads from the environment: the only place it does. */
export interface Environment {
  /** `CHROME_PATH`: the browser to use instead of looking for one. */
  readonly chromePath: string | undefined;
  /** `PATH`, split. */
  readonly searchPath: readonly string[];
  /** `KOPAI_TALLY_FILE`: where a browser test run writes its counts, when the suite runner wants them. */
  readonly tallyFile: string | undefined;
}

export function readEnvironment(): Environment {
  return {
    chromePath: process.env.CHROME_PATH || undefined,
    searchPath: (process.env.PATH ?? '').split(':').filter((folder) => folder !== ''),
    tallyFile: process.env.KOPAI_TALLY_FILE || undefined,
  };
}

/** The environment for a child process: ours, and `extra`. */
export function environmentWith(extra: Readonly<Record<string, string>>): Record<string, string | undefined> {
  return { ...process.env, ...extra };
}
