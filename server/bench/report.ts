import type { Measured } from './measure.ts';

/** A line of the table: what ran, with how many callers, how fast, and how that compares. */
export interface Line {
  readonly what: string;
  readonly callers: number | string;
  readonly measured: Measured;
  /** What it is compared with, and how many times faster it is. */
  readonly ratio?: string | undefined;
}

/** 12,345 */
export const number = (value: number | bigint): string =>
  (typeof value === 'bigint' ? value : Math.round(value)).toLocaleString('en');
export const milliseconds = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0));

/** Prints cells as a Markdown table: the first column holds words, the others figures. */
export function printCells(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): void {
  console.log(`\n### ${title}\n`);
  console.log(`| ${heads.join(' | ')} |`);
  console.log(`| ${heads.map((_, i) => (i === 0 ? '---' : '---:')).join(' | ')} |`);
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
}

/** Prints lines as a Markdown table, which a document can take as it is. */
export function printTable(title: string, lines: readonly Line[]): void {
  console.log(`\n### ${title}\n`);
  console.log('| what | callers | per second | p50 ms | p99 ms | compared |');
  console.log('| --- | ---: | ---: | ---: | ---: | --- |');
  for (const { what, callers, measured, ratio = '' } of lines) {
    const { perSecond, p50, p99 } = measured;
    console.log(
      `| ${what} | ${callers} | ${number(perSecond)} | ${milliseconds(p50)} | ${milliseconds(p99)} | ${ratio} |`,
    );
  }
}

/** "3.2x": how many times faster one is than the other. */
export const ratio = (one: Measured, other: Measured): string => `${(one.perSecond / other.perSecond).toFixed(1)}x`;

/** "3.2x <of>". */
export const times = (one: Measured, other: Measured | undefined, of: string): string | undefined =>
  other && `${ratio(one, other)} ${of}`;
