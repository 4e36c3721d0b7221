import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type StripeSim, startStripeSim } from '@kopai/stripe-sim';
import type { Config } from './config.ts';
import { type Stripe, stripeClient } from './stripe/index.ts';

/** Where payments go: to Stripe, or to a simulator of it on this machine. */
export interface Payments {
  readonly stripe: Stripe;
  readonly webhookSecrets: readonly string[];
  /** The simulator's address, when no money moves. */
  readonly simulatorUrl: string | undefined;
  /** Has the simulator's events sent here. Real Stripe is told in its dashboard. */
  connect(serverUrl: string): Promise<void>;
  close(): Promise<void>;
}

/** Real Stripe if the settings name a key, else the simulator; both through the official client. */
export async function openPayments(config: Config): Promise<Payments> {
  if (config.stripe) {
    return {
      stripe: stripeClient({ apiKey: config.stripe.apiKey }),
      webhookSecrets: config.stripe.webhookSecrets,
      simulatorUrl: undefined,
      connect: async () => undefined,
      close: async () => undefined,
    };
  }
  const sim = await openSimulator(config);
  const secret = `whsec_${randomBytes(24).toString('base64url')}`;
  return {
    stripe: stripeClient({ apiKey: sim.apiKey, simulatorUrl: sim.url }),
    webhookSecrets: [secret],
    simulatorUrl: sim.url,
    connect: (serverUrl) => sim.addWebhook({ url: `${serverUrl}/webhooks/stripe`, secret }),
    close: sim.close,
  };
}

interface Simulator {
  readonly url: string;
  readonly apiKey: string;
  addWebhook(endpoint: { url: string; secret: string }): Promise<void>;
  close(): Promise<void>;
}

/** Starts a simulator, or joins the one that another process of ours runs on the same port. */
async function openSimulator({ stripeSimPort, dataDir }: Config): Promise<Simulator> {
  let sim: StripeSim;
  try {
    sim = await startStripeSim({
      port: stripeSimPort,
      dataFile: join(dataDir, 'stripe-sim.jsonl'),
      businessName: 'Kopai',
    });
  } catch (error) {
    const url = `http://127.0.0.1:${stripeSimPort}`;
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || !(await isSimulator(url))) throw error;
    return {
      url,
      apiKey: 'sk_test_kopai_simulator',
      addWebhook: (endpoint) => register(url, endpoint),
      close: async () => undefined,
    };
  }
  return {
    url: sim.url,
    apiKey: sim.apiKey,
    addWebhook: async (endpoint) => void (await sim.addWebhook(endpoint)),
    close: () => sim.close(),
  };
}

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
