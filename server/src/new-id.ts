import { randomFillSync } from 'node:crypto';
import { type IdNoun, idRandomBytes, makeId } from '@kopai/contracts';

/** Random bytes are drawn in blocks: a system call for each id would cost more than the id. */
const block = new Uint8Array(idRandomBytes * 512);
let used = block.length;

/** A new id of this noun that sorts by `nowMs` (milliseconds since 1970). */
export function newId(noun: IdNoun, nowMs: number): string {
  if (used === block.length) {
    randomFillSync(block);
    used = 0;
  }
  const random = block.subarray(used, used + idRandomBytes);
  used += idRandomBytes;
  return makeId(noun, nowMs, random);
}
