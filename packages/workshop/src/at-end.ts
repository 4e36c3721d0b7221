import { afterAll } from 'vitest';

const steps: (() => unknown)[] = [];

afterAll(async () => {
  for (const step of steps.splice(0).reverse()) await step();
});

/**
 * Runs a step after the last test of the file that imports this, the newest first: what was opened later is closed earlier. May be called from
 * anywhere, a hook or a test too, where vitest hears no `afterAll`.
 */
export function atEnd(step: () => unknown): void {
  steps.push(step);
}
