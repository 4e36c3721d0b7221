import { Agent, request as ask, type RequestOptions } from 'node:http';

/** A client with as little of its own as there can be, so that it leaves the processors to what is measured: Node's HTTP over kept connections. */
export interface HttpCaller {
  /** Posts JSON text that may be repeated; settles when the answer was read to its end. Throws unless it is a 2xx. */
  post(path: string, body: string): Promise<void>;
  close(): void;
}

/** Tries of one call. A connection that was kept may be closed by its other end in the moment that it is used again. */
const triesMost = 3;

/** What a proxy answers when that happened between it and its server. */
const badGateway = 502;

export function openHttpCaller(baseUrl: string, apiKey: string): HttpCaller {
  const agent = new Agent({ keepAlive: true, maxSockets: 1_024 });
  const { hostname, port } = new URL(baseUrl);
  const headers = { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' };
  return {
    async post(path, body) {
      for (let tries = 1; ; tries += 1) {
        const status = await statusOf({ agent, hostname, port, path, method: 'POST', headers }, body);
        if (status >= 200 && status < 300) return;
        if (status !== badGateway || tries === triesMost) throw new Error(`${path} was answered ${status}`);
      }
    },
    close: () => agent.destroy(),
  };
}

function statusOf(options: RequestOptions, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { ...options.headers, 'Content-Length': Buffer.byteLength(body) };
    const request = ask({ ...options, headers });
    request.once('error', (error: NodeJS.ErrnoException) => {
      if (request.reusedSocket && error.code === 'ECONNRESET') resolve(badGateway);
      else reject(error);
    });
    request.once('response', (answer) => {
      answer.resume();
      answer.once('error', reject);
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    request.end(body);
  });
}
