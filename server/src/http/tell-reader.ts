import type { ServerResponse } from 'node:http';

/** Bytes that may wait for a slow reader; past them it is cut off and comes back for the newest balance. */
const backlogMost = 64 * 1024;

/** Says something on a stream, to a reader that reads. One that lags would fill this process's memory with what it never takes. */
export function tellReader(response: ServerResponse, text: string): void {
  if (response.destroyed || response.writableEnded) return;
  if (response.writableLength > backlogMost) response.destroy();
  else response.write(text);
}
