/** The time in milliseconds since 1970, as this machine believes it. */
export function systemNowMs(): number {
  return Date.now();
}
