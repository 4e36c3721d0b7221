import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';

interface ServedPage {
  /** Headers of the page itself. */
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
  /** Where the scripts lie. */
  readonly folder: string;
}

export interface Serving {
  readonly url: string;
  /** What was sent to the server, such as reports of its policy. */
  readonly reports: string[];
  close(): Promise<void>;
}

/** Serves a page at `/` and scripts from a folder, on this machine. */
export async function servePage({ headers, html, folder }: ServedPage): Promise<Serving> {
  const reports: string[] = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST') {
      let body = '';
      for await (const chunk of request) body += chunk;
      reports.push(body);
      return void response.writeHead(204).end();
    }
    if (pathname === '/') return void response.writeHead(200, { 'content-type': 'text/html', ...headers }).end(html);
    const script = await readFile(join(folder, normalize(pathname))).catch(() => undefined);
    if (script) response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    else response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reports,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
