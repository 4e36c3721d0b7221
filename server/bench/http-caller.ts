import { Agent, request as ask } from 'node:http';

/** A client with as little of its own as there can be, so that it leaves the processors to what is measured: Node's HTTP over kept connections. */
export interface HttpCaller {
  /** Posts JSON text; settles when the answer was read to its end. Throws unless it is a 2xx. */
  post(path: string, body: string): Promise<void>;
  close(): void;
}

export function openHttpCaller(baseUrl: string, apiKey: string): HttpCaller {
  const agent = new Agent({ keepAlive: true, maxSockets: 1_024 });
  const { hostname, port } = new URL(baseUrl);
  const headers = { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' };
  return {
    post: (path, body) =>
      new Promise((resolve, reject) => {
        const request = ask({
          agent,
          hostname,
          port,
          path,
          method: 'POST',
          headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
        });
        request.once('error', reject);
        request.once('response', (answer) => {
          const status = answer.statusCode ?? 0;
          answer.resume();
          answer.once('error', reject);
          answer.once('end', () =>
            status >= 200 && status < 300 ? resolve() : reject(new Error(`${path} was answered ${status}`)),
          );
        });
        request.end(body);
      }),
    close: () => agent.destroy(),
  };
}
