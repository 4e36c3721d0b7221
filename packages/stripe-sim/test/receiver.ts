import { createServer, type Server } from 'node:http';
import Stripe from 'stripe';
import type { WebhookEndpoint } from '../src/index.ts';

interface Arrival {
  readonly body: string;
  readonly signature: string;
  /** Null when the signature did not hold. */
  readonly event: Stripe.Event | null;
  /** Why the signature did not hold. */
  readonly complaint: string | null;
}

/** A webhook endpoint that verifies every delivery with the official client, and keeps what came. */
export class Receiver {
  readonly endpoint: WebhookEndpoint;
  readonly arrivals: Arrival[] = [];
  /** How many more deliveries are answered with an error. */
  failures = 0;
  readonly #server: Server;

  private constructor(server: Server, endpoint: WebhookEndpoint) {
    this.#server = server;
    this.endpoint = endpoint;
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const arrival = this.#verify(Buffer.concat(chunks).toString(), String(request.headers['stripe-signature']));
        this.arrivals.push(arrival);
        const fails = arrival.event === null || this.failures > 0;
        if (this.failures > 0) this.failures -= 1;
        response.statusCode = fails ? 400 : 200;
        response.end();
      });
    });
  }

  static async start(secret = 'whsec_test'): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('The receiver has no port');
    return new Receiver(server, { url: `http://127.0.0.1:${address.port}/webhooks/stripe`, secret });
  }

  /** The types of the events that were taken, in the order they came. */
  get types(): string[] {
    return this.events.map((event) => event.type);
  }

  get events(): Stripe.Event[] {
    return this.arrivals.map(({ event }) => event).filter((event) => event !== null);
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #verify(body: string, signature: string): Arrival {
    try {
      const event = Stripe.webhooks.constructEvent(body, signature, this.endpoint.secret);
      return { body, signature, event, complaint: null };
    } catch (error) {
      return { body, signature, event: null, complaint: String(error) };
    }
  }
}
