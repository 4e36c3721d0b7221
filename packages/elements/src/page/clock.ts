/** The time in milliseconds since 1970, as this browser believes it. */
export const systemNowMs = (): number => Date.now();
