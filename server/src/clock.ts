/** Now, in milliseconds since 1970. Injected everywhere, so that a test can move it and a charge has one moment. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();

let lastMs = Number.NaN;
let lastText = '';

/** A moment as it crosses the wire: ISO 8601, UTC. The last one is remembered, for what is made together has one moment. */
export function instantOf(moment: Date | number): string {
  const ms = Number(moment);
  if (ms !== lastMs) {
    lastText = new Date(ms).toISOString();
    lastMs = ms;
  }
  return lastText;
}
