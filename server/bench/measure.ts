/** What a run came to. Times are milliseconds. */
export interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly operations: number;
}

export interface Load {
  /** Callers that each wait for their answer before they ask again. */
  readonly callers: number;
  /** How long they go on, in milliseconds. */
  readonly durationMs: number;
  /** How long they run before anything is counted. */
  readonly warmUpMs?: number;
  /** Operations that one call stands for; 1 unless it is a batch. */
  readonly each?: number;
}

/** Runs callers side by side in a closed loop. What a call throws ends the run: a number with failures in it is no number. */
export async function measure(
  { callers, durationMs, warmUpMs = 500, each = 1 }: Load,
  work: (caller: number, turn: number) => Promise<unknown>,
): Promise<Measured> {
  const times: number[] = [];
  const begin = performance.now() + warmUpMs;
  const end = begin + durationMs;
  const call = async (caller: number) => {
    for (let turn = 0; ; turn += 1) {
      const start = performance.now();
      if (start >= end) return;
      await work(caller, turn);
      const done = performance.now();
      // Only what ended within the window counts, and only what began in it has a time worth telling.
      if (done >= begin && done < end) times.push(start >= begin ? done - start : Number.NaN);
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
  const known = times.filter((time) => !Number.isNaN(time)).sort((a, b) => a - b);
  const at = (share: number) => known[Math.min(known.length - 1, Math.floor(known.length * share))] ?? Number.NaN;
  return {
    perSecond: (times.length * each * 1_000) / durationMs,
    p50: at(0.5),
    p99: at(0.99),
    operations: times.length * each,
  };
}

/** Measures several ways in turns, each as often, and gives the mean of each: a shared machine is slow or fast for all of them alike. */
export async function measureInTurns(turns: number, ways: readonly (() => Promise<Measured>)[]): Promise<Measured[]> {
  const measured: Measured[][] = ways.map(() => []);
  for (let turn = 0; turn < turns; turn += 1) for (const [i, way] of ways.entries()) measured[i]?.push(await way());
  return measured.map(meanMeasured);
}

/** What measurements of one thing come to. */
export function meanMeasured(all: readonly Measured[]): Measured {
  if (all.length === 0) throw new RangeError('what was never measured has no mean');
  const mean = (value: (measured: Measured) => number) =>
    all.reduce((sum, measured) => sum + value(measured), 0) / all.length;
  return {
    perSecond: mean(({ perSecond }) => perSecond),
    p50: mean(({ p50 }) => p50),
    p99: mean(({ p99 }) => p99),
    operations: all.reduce((sum, { operations }) => sum + operations, 0),
  };
}
