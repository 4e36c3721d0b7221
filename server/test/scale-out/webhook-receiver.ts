import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A host's backend that counts what it is told. */
export interface WebhookReceiver {
  readonly url: string;
  /** What each event was delivered as, and how often, by its id. Refused ones are not in it. */
  readonly delivered: ReadonlyMap<string, Delivered>;
  /** The status that deliveries are answered with from now on; 204 at first. */
  answer(status: number): void;
  close(): void;
}

/** An event as it came last. */
export interface Delivered {
  /** What the event says it is. */
  readonly type: string;
  readonly times: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export async function openWebhookReceiver(): Promise<WebhookReceiver> {
  const delivered = new Map<string, Delivered>();
  let status = 204;
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const { type } = JSON.parse(body) as { type: string };
    const { headers } = request;
    const id = String(headers['webhook-id']);
    if (status < 300) delivered.set(id, { type, times: (delivered.get(id)?.times ?? 0) + 1, headers, body });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    delivered,
    answer(next) {
      status = next;
    },
    close: () => void http.close(),
  };
}
