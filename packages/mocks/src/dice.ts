/** Where a world's chance comes from. */
export interface Dice {
  bytes(count: number): Uint8Array;
  /** A whole number from 0 up to, and not including, `sides`. */
  roll(sides: number): number;
}

/** Dice that fall the same way for the same seed, or, without one, as they like. */
export function diceOf(seed: string | number | undefined): Dice {
  const next = seed === undefined ? unforeseen : sequence(String(seed));
  return {
    bytes: (count) => Uint8Array.from({ length: count }, () => next() & 0xff),
    roll: (sides) => next() % sides,
  };
}

const unforeseen = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;

/** 32-bit numbers by the Mulberry32 generator: small, well mixed, and no matter of security in a mock. The seed is hashed by FNV-1a. */
function sequence(seed: string): () => number {
  let state = [...seed].reduce(
    (hash, character) => Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193),
    0x811c9dc5,
  );
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
