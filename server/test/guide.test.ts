import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from './database.ts';
import { type RunningServer, runServer } from './running-server.ts';

const script = "document.documentElement.classList.add('dark')";

describe('the guide', () => {
  let folder: string;
  let server: RunningServer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kopai-guide-'));
    server = await runServer(await freshDatabase(), { guideFolder: folder });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('says that it is being built until it is there', async () => {
    const response = await server.call('GET /docs/guide/');
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).toBe('2');
    expect(await response.text()).toContain('being built');
  });

  test('is shown then, and runs its own scripts alone', async () => {
    await mkdir(join(folder, 'guide'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), `<script src="a.js"></script><script id="dark">${script}</script>`);
    await writeFile(join(folder, 'guide/money.html'), '<p>Money</p>');
    await writeFile(join(folder, 'assets/app.js'), '1;');
    const hash = createHash('sha256').update(script).digest('base64');
    const home = await server.call('GET /docs/guide/');
    expect(home.status).toBe(200);
    expect(home.headers.get('Content-Security-Policy')).toContain(`script-src 'self' 'sha256-${hash}';`);
    const page = await server.call('GET /docs/guide/guide/money.html');
    expect(await page.text()).toContain('Money');
    expect(page.headers.get('Content-Security-Policy')).toContain("script-src 'self';");
    for (const { headers } of [home, page, await server.call('GET /docs/guide/nowhere')]) {
      expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'.*frame-ancestors 'none'/);
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    }
    expect((await server.call('GET /docs/guide/assets/app.js')).headers.get('Content-Type')).toContain('javascript');
  });

  test('leads from a page’s name to the page', async () => {
    const named = await fetch(`${server.url}/docs/guide/guide/money`, { redirect: 'manual' });
    expect([named.status, named.headers.get('Location')]).toEqual([301, '/docs/guide/guide/money.html']);
    expect((await server.call('GET /docs/guide/guide/nothing')).status).toBe(404);
    expect((await server.call('GET /docs/guide/%2e%2e%2fsecret')).status).toBeGreaterThanOrEqual(400);
  });

  test('shows nothing beside its folder', async () => {
    for (const path of [
      '/docs/guide/none.html',
      '/docs/guide/%2e%2e/%2e%2e/etc/passwd',
      '/docs/guide/..%2fsecret.html',
    ]) {
      expect((await server.call(`GET ${path}`)).status).toBeGreaterThanOrEqual(400);
    }
    expect((await server.call('GET /docs')).status).toBe(200);
  });
});
