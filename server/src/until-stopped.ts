/**
 * Waits for Ctrl-C or a SIGTERM, then closes. A second signal, or a close that takes too long, ends the process the hard way: every
 * state survives that. Listens from the moment it is called, which is before anybody is told that the process runs: whoever was told may stop it at once.
 *
 * @param drainSeconds what the close waits for by itself, on top
 */
export async function untilStopped(close: () => Promise<void>, drainSeconds = 0): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  process.once('SIGINT', () => process.exit(130));
  setTimeout(() => process.exit(1), closeMostMs + drainSeconds * 1_000).unref();
  await close();
  setTimeout(() => process.exit(), leftoversMs).unref();
}

/** After all is closed, how long what was left behind may keep the process, in ms: such as a queue that would try for minutes to reach a database that is away. */
const leftoversMs = 500;

/** Longer than a running request and the database's own stop take together, in ms. */
const closeMostMs = 45_000;
