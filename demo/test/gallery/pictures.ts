import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Difference, differenceOf, type Fingerprint, fingerprintOf, isBlank } from './fingerprint.ts';

/** Pictures by their names, such as `wallet-debt dark`. */
type Album = Record<string, Fingerprint>;

/** The pictures as they should be. Renewed by `node demo/test/gallery/renew-pictures.ts` after a run that showed what they are now. */
export const albumFile = fileURLToPath(new URL('pictures.json', import.meta.url));

/** Where a run leaves what it saw, outside of the repository. */
export const seenFolder = join(tmpdir(), `kopai-gallery-${process.getuid?.() ?? 'user'}`);
export const seenFile = join(seenFolder, 'pictures.json');

/**
 * What two builds of Chromium differ by, and somebody who changes a label does not: sizes by a line's rounding, the
 * smoothing of letters by a step or two of a cell.
 */
const tolerance: Difference = { size: 2, most: 4, mean: 0.25 };

export class Pictures {
  readonly #album: Album = JSON.parse(readFileSync(albumFile, 'utf8'));
  readonly #seen: Album = {};

  constructor() {
    mkdirSync(seenFolder, { recursive: true });
  }

  /** What is wrong with a picture, in words; nothing if it is as it should be. A wrong one is kept to be looked at. */
  faultsOf(name: string, png: Uint8Array): readonly string[] {
    const seen = fingerprintOf(png);
    this.#seen[name] = seen;
    const faults = [...(isBlank(seen) ? [`${name} is blank`] : []), ...this.#changes(name, seen)];
    if (faults.length === 0) return [];
    const file = join(seenFolder, `${name.replaceAll(' ', '.')}.png`);
    writeFileSync(file, png);
    return faults.map((fault) => `${fault}: see ${file}`);
  }

  /** Leaves what was seen where it can be made the new album; what was not looked at stays as it was. */
  close(): void {
    writeFileSync(seenFile, JSON.stringify({ ...this.#album, ...this.#seen }));
  }

  *#changes(name: string, seen: Fingerprint): Generator<string> {
    const known = this.#album[name];
    if (!known) return yield `${name} has no picture yet`;
    const { size, most, mean } = differenceOf(known, seen);
    if (size > tolerance.size) {
      yield `${name} was ${known.width} × ${known.height} pixels and is ${seen.width} × ${seen.height}`;
    } else if (most > tolerance.most || mean > tolerance.mean) {
      yield `${name} looks different, by ${most} steps of 64 in one place and ${mean.toFixed(2)} in the mean`;
    }
  }
}
