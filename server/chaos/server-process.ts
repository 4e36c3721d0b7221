import { type ChildProcess, fork, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The environment of every process here: the system's programs, what it is told, and nothing of who runs the chaos. */
const environment = (env: Readonly<Record<string, string>>) => ({
  PATH: '/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin',
  LOG_LEVEL: 'fatal',
  ...env,
});

/** A server that comes back at the same address, however often it is killed. */
export interface ServerProcess {
  readonly url: string;
  /** Ends it as a lost machine ends: at once. */
  kill(): Promise<void>;
  /** Starts it again. */
  start(): Promise<void>;
  /** How it ended by itself, if it did; it is started again by then. */
  deaths(): readonly string[];
  /** Moves its clock, in ms from the true time. */
  moveClock(aheadMs: number): void;
}

export async function openServerProcess(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  let port = '0';
  let url = '';
  let child: ChildProcess | undefined;
  let killed: ChildProcess | undefined;
  const deaths: string[] = [];
  const start = async () => {
    const started = fork(fileOf('serve-child.ts'), [], {
      env: environment({ ...env, PORT: port, KOPAI_DEMO: '0' }),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let lastWords = '';
    started.stderr?.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk).slice(-2_000);
    });
    child = started;
    url = await new Promise<string>((resolve, reject) => {
      started.once('message', (message) => resolve(String(message)));
      started.once('exit', (code) => reject(new Error(`a server ended with ${code} before it listened`)));
    });
    port = new URL(url).port;
    started.once('close', () => {
      if (started === killed) return;
      deaths.push(lastWords);
      start().catch((error: unknown) => deaths.push(`and did not start again: ${error}`));
    });
  };
  await start();
  return {
    get url() {
      return url;
    },
    start,
    deaths: () => deaths.splice(0),
    async kill() {
      const running = child;
      killed = running;
      if (!running || running.exitCode !== null || running.signalCode !== null) return;
      const gone = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGKILL');
      await gone;
    },
    moveClock: (aheadMs) => void child?.send(aheadMs),
  };
}

/** Runs one of kopai's tools to its end. Empty when it found nothing wrong, else what it printed. */
export function faultsByTool(tool: 'verify' | 'reconcile', env: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn(process.execPath, [fileOf('../src/cli.ts'), tool], {
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk));
  return new Promise((resolve) => child.once('close', (code) => resolve(code === 0 ? '' : `${tool}: ${printed}`)));
}
