/** Now, in milliseconds since 1970. Injected everywhere, so that a test can move it and a charge has one moment. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();

/** A moment as it crosses the wire: ISO 8601, UTC. */
export const instantOf = (moment: Date | number): string => new Date(moment).toISOString();
