import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, get, type IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { Kopai } from '@kopai/sdk';
import Stripe from 'stripe';
import { measure } from './measure.ts';
import type { BenchDatabase } from './open-database.ts';
import { webhookSecret } from './open-server.ts';
import { printTable } from './report.ts';

/** A server in a process of its own. */
export interface ServedBench {
  readonly process: ChildProcess;
  readonly url: string;
  readonly secretKey: string;
  readonly kopai: Kopai;
  close(): Promise<void>;
}

/** `execArgv` are options of Node. */
export async function serveBench(database: BenchDatabase, execArgv: readonly string[] = []): Promise<ServedBench> {
  const program = fileURLToPath(new URL('./serve-bench.ts', import.meta.url));
  const child = fork(program, [database.url], { execArgv: [...process.execArgv, ...execArgv] });
  const [{ url, secretKey }] = (await once(child, 'message')) as [{ url: string; secretKey: string }];
  return {
    process: child,
    url,
    secretKey,
    kopai: new Kopai({ baseUrl: url, apiKey: secretKey, maxRetries: 0 }),
    async close() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/** Stripe's events, as fast as they are taken in: verified, written down, answered. */
export async function benchWebhooks(database: BenchDatabase, durationMs: number): Promise<void> {
  const server = await serveBench(database);
  try {
    let events = 0;
    const stripe = new Stripe('sk_test_nowhere');
    const measured = await measure({ callers: 32, durationMs }, async () => {
      const id = `evt_bench_${process.pid}_${events++}`;
      const payload = JSON.stringify({
        id,
        object: 'event',
        type: 'customer.created',
        created: 0,
        data: { object: {} },
      });
      const signature = stripe.webhooks.generateTestHeaderString({ payload, secret: webhookSecret });
      const answer = await fetch(`${server.url}/webhooks/stripe`, {
        method: 'POST',
        headers: { 'Stripe-Signature': signature, 'Content-Type': 'application/json' },
        body: payload,
      });
      if (!answer.ok) throw new Error(`an event was answered ${answer.status}: ${await answer.text()}`);
      await answer.arrayBuffer();
    });
    printTable('Stripe events taken in', [{ what: 'signed event', callers: 32, measured }]);
  } finally {
    await server.close();
  }
}

/** Resident memory of a process, in megabytes. */
const memoryOf = ({ pid }: ChildProcess): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;

/** Open balance streams: what they weigh, and how long it takes until a movement has reached all of a wallet's. */
export async function benchStreams(database: BenchDatabase, streams: number): Promise<void> {
  const server = await serveBench(database);
  const agent = new Agent({ keepAlive: true, maxSockets: streams });
  const open: IncomingMessage[] = [];
  try {
    const before = memoryOf(server.process);
    let heard = 0;
    const start = performance.now();
    for (let i = 0; i < streams; i += 200) {
      const batch = Array.from({ length: Math.min(200, streams - i) }, async (_, j) => {
        // Members of one organization: all of them watch the same wallet.
        const { token } = await server.kopai.sessions.create({
          userId: `member-${i + j}`,
          orgs: [{ id: 'crowd', role: 'member' }],
        });
        const response = await openStream(`${server.url}/v1/wallets/org:crowd/stream`, token, agent);
        response.on('data', (chunk: Buffer) => {
          if (chunk.includes('event: balance')) heard += 1;
        });
        open.push(response);
      });
      await Promise.all(batch);
    }
    const opening = performance.now() - start;
    await until(() => heard >= streams);
    const after = memoryOf(server.process);
    heard = 0;
    const moved = performance.now();
    await server.kopai.adjustments.create({ wallet: 'org:crowd', amount: 1_000_000n, reason: 'bench' });
    await until(() => heard >= streams);
    const fanOut = performance.now() - moved;
    console.log('\n### Open balance streams\n');
    console.log(
      '| streams | opened in s | memory of the server, MB | kB a stream | a movement has reached all after ms |',
    );
    console.log('| ---: | ---: | ---: | ---: | ---: |');
    const each = ((after - before) * 1_024) / streams;
    console.log(
      `| ${streams} | ${(opening / 1_000).toFixed(1)} | ${after.toFixed(0)} | ${each.toFixed(1)} | ${fanOut.toFixed(0)} |`,
    );
  } finally {
    for (const response of open) response.destroy();
    agent.destroy();
    await server.close();
  }
}

function openStream(url: string, token: string, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { Authorization: `Bearer ${token}`, Accept: 'text/event-stream' } }, (response) => {
      if (response.statusCode === 200) resolve(response);
      else reject(new Error(`a stream was answered ${response.statusCode}`));
    }).on('error', reject);
  });
}

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 60_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error('it did not happen within a minute');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
