import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod/mini';

/** A clock that can be turned ahead, in milliseconds since 1970. It never goes back, not even over a restart. */
export interface TurnableClock {
  readonly now: () => number;
  /** By how much it is ahead of the machine's clock, in milliseconds. */
  readonly aheadMs: () => number;
  turn(milliseconds: number): Promise<void>;
}

const kept = z.strictObject({ aheadMs: z.int().check(z.gte(0)) });

/** Opens the clock that this file keeps; a file that is not there yet is a clock that goes right. Throws for a file that says something else. */
export async function openClock(file: string): Promise<TurnableClock> {
  let { aheadMs } = await read(file);
  return {
    now: () => Date.now() + aheadMs,
    aheadMs: () => aheadMs,
    async turn(milliseconds) {
      aheadMs += milliseconds;
      await mkdir(dirname(file), { recursive: true });
      // Whole or not at all: half a number would be another time.
      await writeFile(`${file}.new`, JSON.stringify({ aheadMs }));
      await rename(`${file}.new`, file);
    },
  };
}

async function read(file: string): Promise<z.output<typeof kept>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{"aheadMs":0}';
    throw error;
  });
  try {
    return z.parse(kept, JSON.parse(text));
  } catch {
    throw new Error(`${file} does not say how far the demo’s clock is ahead, such as {"aheadMs":86400000}`);
  }
}
