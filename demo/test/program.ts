import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const workspace = fileURLToPath(new URL('../../', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program of this workspace, running as a process of its own. */
export interface Program {
  /** Waits for a line that starts with these words, and gives the rest of it. */
  line(words: string): Promise<string>;
  /** The lines printed so far on standard output. */
  printed(): string[];
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** Where systems keep their own programs. */
const systemPath = '/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin';

/** Runs a TypeScript file of the workspace with these settings, and nothing of the environment that the tests run in. */
export function run(words: readonly string[], env: Readonly<Record<string, string>>): Program {
  const child = spawn(process.execPath, [...words], {
    cwd: workspace,
    env: { PATH: systemPath, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk;
    for (const look of watchers) look();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, stdout, stderr });
    });
  });
  const printed = () => stdout.split('\n').slice(0, -1);
  return {
    printed,
    kill: (signal) => child.kill(signal),
    ended,
    line: (words) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = printed().find((line) => line.startsWith(words));
          if (found === undefined) return;
          watchers.delete(look);
          resolve(found.slice(words.length).trim());
        };
        watchers.add(look);
        look();
        void ended.then((end) => reject(new Error(`it ended with ${end.code}:\n${end.stdout}${end.stderr}`)));
      }),
  };
}

/** What `npm start` runs, on free ports. */
export function startDemo(env: Readonly<Record<string, string>>): Program {
  return run(['demo/src/main.ts'], { PORT: '0', ...env });
}
