import { decode } from 'fast-png';

/** A picture in so few words that machines with other rasterizers agree on it: its size in pixels, and the colours of a coarse grid. */
export interface Fingerprint {
  readonly width: number;
  readonly height: number;
  /** Row by row, red, green and blue of each cell: a character is one of 64 steps. */
  readonly cells: string;
}

const columns = 10;
const rows = 10;
const steps = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** How far apart two pictures are. */
export interface Difference {
  /** In pixels. */
  readonly size: number;
  /** Of the cell that differs most, in steps of 64. */
  readonly most: number;
  /** Over all cells, in steps of 64. */
  readonly mean: number;
}

export function fingerprintOf(png: Uint8Array): Fingerprint {
  const { width, height, channels, data } = decode(png);
  let cells = '';
  for (let cell = 0; cell < columns * rows; cell++) {
    const left = Math.floor(((cell % columns) * width) / columns);
    const top = Math.floor((Math.floor(cell / columns) * height) / rows);
    const right = Math.floor((((cell % columns) + 1) * width) / columns);
    const bottom = Math.floor(((Math.floor(cell / columns) + 1) * height) / rows);
    for (let channel = 0; channel < 3; channel++) {
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) sum += data[(y * width + x) * channels + channel] ?? 0;
      }
      const mean = sum / ((right - left) * (bottom - top));
      cells += steps.charAt(Math.min(63, Math.round((mean * 63) / 255)));
    }
  }
  return { width, height, cells };
}

export function differenceOf(one: Fingerprint, other: Fingerprint): Difference {
  const apart = [...one.cells].map((step, index) =>
    Math.abs(steps.indexOf(step) - steps.indexOf(other.cells.charAt(index))),
  );
  return {
    size: Math.max(Math.abs(one.width - other.width), Math.abs(one.height - other.height)),
    most: Math.max(...apart),
    mean: apart.reduce((sum, value) => sum + value, 0) / apart.length,
  };
}

/** Whether there is nothing on it. A light spinner on white is something. */
export const isBlank = ({ cells }: Fingerprint): boolean => {
  const first = cells.slice(0, 3);
  return [...cells].every((step, index) => step === first.charAt(index % 3));
};
