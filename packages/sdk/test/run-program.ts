import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningProgram {
  /** What it has printed on standard output so far. */
  printed(): string;
  /** Waits for a text on standard output that this matches, and gives the match. */
  prints(wanted: RegExp): Promise<RegExpMatchArray>;
  readonly ended: Promise<Ended>;
  stop(): void;
}

/** Runs an example as its header comment says, with these settings alone. */
export function runProgram(
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): RunningProgram {
  const file = fileURLToPath(new URL(`../examples/${path}`, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (piece: Buffer) => {
    stderr += piece;
  });
  child.stdout.on('data', (piece: Buffer) => {
    stdout += piece;
  });
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
  return {
    printed: () => stdout,
    prints: (wanted) => printed(child, () => stdout, wanted, ended),
    ended,
    stop: () => void child.kill(),
  };
}

function printed(
  child: ChildProcess,
  soFar: () => string,
  wanted: RegExp,
  ended: Promise<Ended>,
): Promise<RegExpMatchArray> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = wanted.exec(soFar());
      if (!found) return;
      child.stdout?.off('data', look);
      resolve(found);
    };
    child.stdout?.on('data', look);
    look();
    void ended.then(({ code, stderr }) => reject(new Error(`it ended with ${code} before ${wanted}: ${stderr}`)));
  });
}
