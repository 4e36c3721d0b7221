import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Kopai } from '@kopai/sdk';
import { afterAll } from 'vitest';

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A `kopai` process. */
export interface KopaiProcess {
  /** The lines printed so far on standard output. */
  printed(): string;
  /** Waits for a line that starts with these words, and gives the rest of it. */
  line(words: string): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

const running = new Set<ChildProcess>();

/** Where processes keep what they are given no folder for: each test file has its own, for what one writes down the others' tools would read. */
const folder = mkdtempSync(join(tmpdir(), 'kopai-process-'));

afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Where systems keep their own programs. */
const systemPath = '/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin';

/** Runs `kopai` with these words and settings, and nothing of the environment that the tests run in. */
export function kopaiProcess(args: readonly string[], env: Readonly<Record<string, string>>): KopaiProcess {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { PATH: systemPath, LOG_LEVEL: 'warn', KOPAI_DATA_DIR: folder, ...env },
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
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal, stdout, stderr });
    });
  });
  return {
    printed: () => stdout,
    kill: (signal) => child.kill(signal),
    ended,
    line: (words) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = stdout
            .split('\n')
            .slice(0, -1)
            .find((line) => line.startsWith(words));
          if (found === undefined) return;
          watchers.delete(look);
          resolve(found.slice(words.length).trim());
        };
        watchers.add(look);
        look();
        void ended.then((end) =>
          reject(new Error(`it ended with ${end.code} before it said "${words}":\n${end.stdout}${end.stderr}`)),
        );
      }),
  };
}

/** Starts `kopai serve` and waits until it listens. */
export async function serveProcess(env: Readonly<Record<string, string>>) {
  const process = kopaiProcess(['serve'], { PORT: '0', KOPAI_DEMO: '0', ...env });
  const url = await process.line('kopai listening on');
  const apiKey = env.KOPAI_SECRET_KEY ?? (await process.line('secret key'));
  return { process, url, apiKey, kopai: new Kopai({ apiKey, baseUrl: url }) };
}
