import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A host's backend that counts what it is told. */
export interface WebhookReceiver {
  readonly url: string;
  /** How often each event was delivered, by its id, with the type it says it has. */
  readonly delivered: ReadonlyMap<string, { readonly type: string; times: number }>;
  close(): void;
}

export async function openWebhookReceiver(): Promise<WebhookReceiver> {
  const delivered = new Map<string, { type: string; times: number }>();
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { type } = JSON.parse(Buffer.concat(chunks).toString()) as { type: string };
    const id = String(request.headers['webhook-id']);
    delivered.set(id, { type, times: (delivered.get(id)?.times ?? 0) + 1 });
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    delivered,
    close: () => void http.close(),
  };
}
