import Stripe from 'stripe';
import { afterEach } from 'vitest';
import { type StripeSim, type StripeSimOptions, startStripeSim } from '../src/index.ts';
import { Receiver } from './receiver.ts';

/** A simulator, the official client talking to it, and a receiver of its webhooks. */
export interface Scene {
  readonly sim: StripeSim;
  readonly stripe: Stripe;
  readonly receiver: Receiver;
  /** Calls one of the simulator's own routes and answers its JSON. */
  control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Controlled>;
}

export interface Controlled {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Has something closed at the end of the test. */
export function closeAfterTest(cleanup: () => Promise<void>): void {
  cleanups.push(cleanup);
}

export async function startScene(options: StripeSimOptions = {}): Promise<Scene> {
  const receiver = await Receiver.start();
  closeAfterTest(() => receiver.close());
  const sim = await startStripeSim({
    webhooks: [receiver.endpoint],
    retries: { attempts: 4, firstDelayMs: 20 },
    ...options,
  });
  closeAfterTest(() => sim.close());
  return { sim, stripe: clientOf(sim), receiver, control: (...call) => callControl(sim, ...call) };
}

export function clientOf(sim: StripeSim, config: Partial<Stripe.StripeConfig> = {}): Stripe {
  return new Stripe(sim.apiKey, {
    host: '127.0.0.1',
    port: sim.port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
    ...config,
  });
}

async function callControl(
  sim: StripeSim,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
): Promise<Controlled> {
  const response = await fetch(`${sim.url}/_sim${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  const answer: unknown = await response.json();
  if (typeof answer !== 'object' || answer === null) throw new Error(`Not an object: ${answer}`);
  return { status: response.status, body: { ...answer } };
}

/** Waits until `look` finds something, for at most five seconds. */
export async function eventually<T>(look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  const deadline = Date.now() + 5_000;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Not within five seconds: ${look}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The error that a call of the client ends with. */
export async function refusalOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('The call was not refused');
}
