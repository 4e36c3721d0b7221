import { randomBytes } from 'node:crypto';
import type { Config } from './config.ts';
import { openSimulator, visitSimulator } from './simulator.ts';
import { type Stripe, stripeClient } from './stripe/index.ts';
import type { Trace } from './trace.ts';

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
export async function openPayments(config: Config, trace?: Trace): Promise<Payments> {
  if (config.stripe) {
    return {
      stripe: stripeClient({ apiKey: config.stripe.apiKey, trace }),
      webhookSecrets: config.stripe.webhookSecrets,
      simulatorUrl: undefined,
      connect: async () => undefined,
      close: async () => undefined,
    };
  }
  const sim = await openSimulator(config);
  const secret = `whsec_${randomBytes(24).toString('base64url')}`;
  return {
    stripe: stripeClient({ apiKey: sim.apiKey, simulatorUrl: sim.url, trace }),
    webhookSecrets: [secret],
    simulatorUrl: sim.url,
    connect: (serverUrl) => sim.addWebhook({ url: `${serverUrl}/webhooks/stripe`, secret }),
    close: sim.close,
  };
}

/** For a tool that reads: the Stripe that the server's payments go to, as they stand. */
export async function visitPayments(
  config: Config,
): Promise<Pick<Payments, 'stripe' | 'simulatorUrl'> & { close(): Promise<void> }> {
  if (config.stripe) {
    return {
      stripe: stripeClient({ apiKey: config.stripe.apiKey }),
      simulatorUrl: undefined,
      close: async () => undefined,
    };
  }
  const sim = await visitSimulator(config);
  return {
    stripe: stripeClient({ apiKey: sim.apiKey, simulatorUrl: sim.url }),
    simulatorUrl: sim.url,
    close: sim.close,
  };
}
