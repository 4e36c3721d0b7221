import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { findBrowser } from '@kopai/workshop';
import { build } from 'esbuild';
import { chromium, type Page } from 'playwright-core';

const worker = fileURLToPath(new URL('../node_modules/msw/lib/mockServiceWorker.js', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));

/** Bundles a program as a page's own bundler does, and runs it in a browser, on a page that serves msw's worker. */
export async function openPage(program: string): Promise<{ page: Page; close(): Promise<void> }> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: here, loader: 'ts', sourcefile: 'app.ts' },
    bundle: true,
    // Elements are loaded when they are on the page: in files of their own, as from any bundler.
    splitting: true,
    outdir: '/',
    entryNames: 'app',
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    logLevel: 'error',
  });
  const files = new Map<string, readonly [string, string]>([
    ['/', ['text/html', '<!doctype html><title>Mocked</title><script type="module" src="/app.js"></script>']],
    ...outputFiles.map(({ path, text }) => [path, ['text/javascript', text]] as const),
    ['/mockServiceWorker.js', ['text/javascript', await readFile(worker, 'utf8')]],
  ]);
  const server = createServer(({ url = '/' }, response) => {
    const [type, body] = files.get(url) ?? ['text/plain', undefined];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { executablePath, args } = await findBrowser(() => undefined);
  const browser = await chromium.launch({ executablePath, args: [...args] });
  const page = await browser.newPage();
  await page.goto(addressOf(server));
  return {
    page,
    async close() {
      await browser.close();
      server.close();
    },
  };
}

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
