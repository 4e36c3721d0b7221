/** A budget that the build is held to. Counts don't flake, sizes hardly do; times are no gates. */
export interface Gate {
  readonly name: string;
  /** What is counted: `B` are gzipped bytes. */
  readonly unit: 'B' | 'requests' | 'writes' | 'observers' | 'streams' | '';
  /** The most that passes. */
  readonly limit: number;
  readonly measured: number;
  /** What can't be undercut: the libraries alone, or what a file says without its program. Undefined where nothing is known. */
  readonly floor: number | undefined;
}

export const passes = ({ measured, limit }: Gate): boolean => measured <= limit;

/** The gates as lines of one table. */
export function tableOf(gates: readonly Gate[]): string[] {
  const rows = gates.map((gate) => [
    gate.name,
    amount(gate.limit, gate.unit),
    amount(gate.measured, gate.unit),
    gate.floor === undefined ? '-' : amount(gate.floor, gate.unit),
    passes(gate) ? 'ok' : 'EXCEEDED',
  ]);
  const heads = ['gate', 'limit', 'measured', 'floor', ''];
  const widths = heads.map((head, column) => Math.max(...[heads, ...rows].map((row) => (row[column] ?? head).length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join(' | ')
      .trimEnd();
  return [line(heads), widths.map((width) => '-'.repeat(width)).join('-|-'), ...rows.map(line)];
}

const amount = (count: number, unit: Gate['unit']): string =>
  `${count.toLocaleString('en')}${unit === '' ? '' : ` ${unit}`}`;
