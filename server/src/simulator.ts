import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type StripeSim, type StripeSimOptions, startStripeSim } from '@kopai/stripe-sim';
import type { Config } from './config.ts';

/** A Stripe simulator, of this process or of another one. */
export interface Simulator {
  readonly url: string;
  readonly apiKey: string;
  addWebhook(endpoint: { url: string; secret: string }): Promise<void>;
  close(): Promise<void>;
}

/** Any test key is let in. */
const testKey = 'sk_test_kopai_simulator';

/** Where the server writes down which simulator its payments go to, so that tools ask the same one. */
const addressFile = (dataDir: string) => join(dataDir, 'stripe-simulator');

/** Starts a simulator, or joins the one that another process runs on the same port. */
export async function openSimulator({ stripeSimHost, stripeSimPort, dataDir }: Config): Promise<Simulator> {
  const simulator = await startOrJoin({ host: stripeSimHost, port: stripeSimPort }, dataDir);
  await mkdir(dataDir, { recursive: true });
  await writeAddress(dataDir, simulator.url);
  return simulator;
}

/** Whole or not at all: a tool that reads half an address would ask a simulator of its own, which knows of no payment. */
async function writeAddress(dataDir: string, url: string): Promise<void> {
  const draft = `${addressFile(dataDir)}.${process.pid}`;
  await writeFile(draft, `${url}\n`);
  await rename(draft, addressFile(dataDir));
}

/** For a tool that looks in: the simulator that the server uses, if it runs, else one that starts from what it has kept. */
export async function visitSimulator({ dataDir }: Config): Promise<Simulator> {
  const url = (await readFile(addressFile(dataDir), 'utf8').catch(() => '')).trim();
  if (url !== '' && (await isSimulator(url))) return simulatorAt(url);
  return start({ port: 0 }, dataDir);
}

async function startOrJoin(address: Required<SimulatorAddress>, dataDir: string): Promise<Simulator> {
  try {
    return await start(address, dataDir);
  } catch (error) {
    const url = `http://127.0.0.1:${address.port}`;
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || !(await isSimulator(url))) throw error;
    return simulatorAt(url);
  }
}

type SimulatorAddress = Pick<StripeSimOptions, 'host'> & { readonly port: number };

async function start(address: SimulatorAddress, dataDir: string): Promise<Simulator> {
  const dataFile = join(dataDir, 'stripe-sim.jsonl');
  const sim: StripeSim = await startStripeSim({ ...address, dataFile, businessName: 'Kopai' });
  return {
    url: sim.url,
    apiKey: sim.apiKey,
    addWebhook: async (endpoint) => void (await sim.addWebhook(endpoint)),
    close: () => sim.close(),
  };
}

const simulatorAt = (url: string): Simulator => ({
  url,
  apiKey: testKey,
  addWebhook: (endpoint) => register(url, endpoint),
  close: async () => undefined,
});

async function isSimulator(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/_sim/health`);
    const health: unknown = await response.json();
    return typeof health === 'object' && health !== null && 'simulator' in health && health.simulator === true;
  } catch {
    return false;
  }
}

async function register(url: string, endpoint: { url: string; secret: string }): Promise<void> {
  const response = await fetch(`${url}/_sim/webhooks`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(endpoint),
  });
  if (!response.ok) throw new Error(`the simulator at ${url} refused our webhook endpoint: ${response.status}`);
}
