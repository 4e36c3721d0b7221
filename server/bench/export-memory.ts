import { get, type IncomingMessage } from 'node:http';
import { serveBench } from './front-door.ts';
import type { BenchDatabase } from './open-database.ts';
import { residentBytes } from './processor-time.ts';
import { number, printCells } from './report.ts';

/** Lines read at most: the rest of a longer history is left unread. */
const linesMost = 1_000_000;

/** V8 collects when it must, and on a large machine that is late: this heap makes it. Whoever gathered lines would die of it. */
const smallHeap = ['--max-old-space-size=96', '--max-semi-space-size=4'];

/** How often memory is looked at, in ms. */
const lookEveryMs = 50;

/** Exports a wallet's history as CSV from a server of its own, and tells how that server's memory grew meanwhile. */
export async function measureExport(database: BenchDatabase, wallet: string): Promise<void> {
  const server = await serveBench(database, smallHeap);
  const memory = () => residentBytes(server.process.pid ?? 0);
  const before = memory();
  let peak = before;
  const watching = setInterval(() => {
    peak = Math.max(peak, memory());
  }, lookEveryMs);
  try {
    const from = performance.now();
    const url = `${server.url}/v1/wallets/${wallet}/transactions`;
    const { lines, bytes } = await readLines(await open(url, server.secretKey));
    const seconds = (performance.now() - from) / 1_000;
    const mega = (count: number) => (count / 1e6).toFixed(0);
    printCells(
      'A history exported as CSV, by a server with a heap of 96 MB',
      ['lines', 'MB', 'lines a second', 'server before, MB', 'at most, MB', 'grown by, MB'],
      [[number(lines), mega(bytes), number(lines / seconds), mega(before), mega(peak), mega(peak - before)]],
    );
  } finally {
    clearInterval(watching);
    await server.close();
  }
}

const open = (url: string, key: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(url, { headers: { Authorization: `Bearer ${key}`, Accept: 'text/csv' } }, resolve).once('error', reject);
  });

async function readLines(answer: IncomingMessage): Promise<{ lines: number; bytes: number }> {
  if (answer.statusCode !== 200) throw new Error(`the export was answered ${answer.statusCode}`);
  // The first line names the columns.
  let lines = -1;
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    for (const byte of chunk) if (byte === 0x0a) lines += 1;
    if (lines >= linesMost) break;
  }
  return { lines, bytes };
}
