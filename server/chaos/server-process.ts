import { type ChildProcess, fork, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
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
  /** Ends it as a lost machine ends: at once. Returns whether it ran, and ended so. */
  kill(): Promise<boolean>;
  /** Starts it again; when it settles it listens. */
  start(): Promise<void>;
  /** How it ended by itself, if it did; it is started again by then. */
  deaths(): readonly string[];
  /** Moves its clock, in ms from the true time. */
  moveClock(aheadMs: number): void;
  /** Ends it for good. */
  close(): Promise<void>;
}

/** Starts of a server that ends before it listens: without a database it does, as it should, and whoever runs it starts it again. */
const startsMost = 40;

export async function openServerProcess(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  let port = '0';
  let url = '';
  let running: ChildProcess | undefined;
  let starting: Promise<void> | undefined;
  let closed = false;
  /** Those whose end is wanted. */
  const killed = new WeakSet<ChildProcess>();
  const deaths: string[] = [];

  const launch = async () => {
    const child = fork(fileOf('serve-child.ts'), [], {
      env: environment({ ...env, PORT: port, KOPAI_DEMO: '0' }),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    running = child;
    let lastWords = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk).slice(-2_000);
    });
    url = await new Promise<string>((resolve, reject) => {
      child.once('message', (message) => resolve(String(message)));
      child.once('close', (code) => reject(new Error(`it ended with ${code} before it listened: ${lastWords}`)));
    });
    port = new URL(url).port;
    child.once('close', (code) => {
      if (killed.has(child)) return;
      deaths.push(`with ${code}: ${lastWords}`);
      void start().catch((error: unknown) => deaths.push(`and did not start again: ${error}`));
    });
  };
  const launchUntilItListens = async () => {
    for (let starts = 1; !closed; starts += 1) {
      try {
        return await launch();
      } catch (error) {
        if (starts >= startsMost) throw error;
        await sleep(250);
      }
    }
  };
  const start = () => {
    starting ??= launchUntilItListens().finally(() => {
      starting = undefined;
    });
    return starting;
  };
  const kill = async () => {
    const child = running;
    if (!child || child.exitCode !== null || child.signalCode !== null) return false;
    killed.add(child);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    return child.signalCode === 'SIGKILL';
  };
  await start();
  return {
    get url() {
      return url;
    },
    start,
    deaths: () => deaths.splice(0),
    kill,
    moveClock(aheadMs) {
      if (running?.connected) running.send(aheadMs);
    },
    async close() {
      closed = true;
      await kill();
    },
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
