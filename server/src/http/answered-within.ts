/** What was answered in time; undefined for what takes longer. Nobody waits for the rest, and an error that comes later is nobody's. */
export async function answeredWithin<T>(ms: number, answer: Promise<T>): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), ms);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
