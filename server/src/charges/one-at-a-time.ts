/**
 * Runs work one call after the other. Who calls while it runs shares one more run with all others that do, which begins when this one has
 * ended: it sees what the caller saw, and however often work is asked for, two runs are the most there are.
 */
export function oneAtATime<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  const start = () => {
    next = undefined;
    const run = work().finally(() => {
      if (running === run) running = undefined;
    });
    running = run;
    return run;
  };
  return () => {
    if (!running) return start();
    next ??= running.then(start, start);
    return next;
  };
}
