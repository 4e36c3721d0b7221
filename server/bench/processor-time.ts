import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts in hundredths of a second, on every Linux that Node runs on (`getconf CLK_TCK`). */
const ticksPerSecond = 100;

interface Stat {
  readonly parent: number;
  readonly seconds: number;
  /** Of children that have ended and were waited for. */
  readonly ofEnded: number;
}

/** What the kernel says of a process (proc(5)); undefined when it is gone, or where there is no such file system. */
function statOf(pid: number): Stat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The name, in parentheses, may hold spaces and parentheses; what follows it does not.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = (first: number) => (Number(fields[first]) + Number(fields[first + 1])) / ticksPerSecond;
  return { parent: Number(fields[1]), seconds: ticks(11), ofEnded: ticks(13) };
}

/** Seconds that a process and those it has started have spent on processors, in user code and in the kernel. NaN where nobody counts. */
export function processorSeconds(root: number): number {
  const own = statOf(root);
  if (!own) return Number.NaN;
  const children = readdirSync('/proc').flatMap((name) => {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    return stat?.parent === root ? [stat] : [];
  });
  return children.reduce((sum, child) => sum + child.seconds + child.ofEnded, own.seconds + own.ofEnded);
}

/** The process that started this one. */
export const parentOf = (pid: number): number => statOf(pid)?.parent ?? Number.NaN;

/** Resident memory of a process, in bytes. NaN where nobody counts. */
export function residentBytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;
  } catch {
    return Number.NaN;
  }
}
