import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something that happens by itself has happened; fails after `patienceMs`. */
export async function until(happened: () => Promise<boolean>, patienceMs = 15_000): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  while (!(await happened())) {
    if (performance.now() > giveUpAt) throw new Error(`it did not happen within ${patienceMs} ms`);
    await sleep(25);
  }
}
