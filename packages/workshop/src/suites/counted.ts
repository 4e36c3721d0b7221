import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives a test runner a file to write its counts into, and reads them when it has ended.
 *
 * @throws when the runner wrote nothing, which is how a crash of the whole runner shows
 */
export async function counted(run: (file: string) => Promise<number>): Promise<{ counts: unknown; exitCode: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'kopai-suite-'));
  try {
    const file = join(folder, 'counts.json');
    const exitCode = await run(file);
    const report = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new Error(`the test runner ended with code ${exitCode} and wrote no report`, { cause });
    });
    return { counts: JSON.parse(report), exitCode };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A count out of a runner's report. */
export function numberAt(counts: unknown, name: string): number {
  const value = typeof counts === 'object' && counts !== null ? Reflect.get(counts, name) : undefined;
  if (typeof value !== 'number') throw new Error(`the report has no number ${name}`);
  return value;
}
