import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type Express, type Response } from 'express';

/** Where the guide lives; its pages were built for this path. */
const path = '/docs/guide';

const building = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="2">
<title>Kopai credits: the guide</title>
<p>The guide is being built, which takes some seconds. This page looks again by itself.</p>
</html>
`;

/**
 * The guide, as it was built into a folder. It may be built while the server runs already: until then a page says so and looks again.
 *
 * @param folder holds `index.html` and what belongs to it
 */
export function mountGuide(app: Express, folder: string): void {
  app.use(path, async (request, response, next) => {
    if (!existsSync(join(folder, 'index.html'))) {
      response.status(503).setHeader('Retry-After', '2').type('html').send(building);
      return;
    }
    // As people type and remember it; the page itself is at one address.
    if (/[^/.]$/.test(request.path) && existsSync(join(folder, join('/', `${request.path}.html`)))) {
      response.redirect(301, `${path}${request.path}.html`);
      return;
    }
    if (!/\.[a-z0-9]+$/.test(request.path) || request.path.endsWith('.html'))
      await setPolicy(response, folder, request.path);
    next();
  });
  app.use(path, express.static(folder, { redirect: true, maxAge: '5 minutes' }));
  // Who lost their way is told so by the guide's own page.
  app.use(path, async (request, response, next) => {
    const isPage = /(^|\/|\.html|\/[^./]+)$/.test(request.path);
    if (!isPage || !existsSync(join(folder, '404.html'))) return next();
    await setPolicy(response, folder, '/404.html');
    response.status(404).sendFile('404.html', { root: folder });
  });
}

/**
 * Its pages set styles in place, start two short scripts of their own, which are allowed by what they say, and try out elements against a world in
 * memory.
 */
async function setPolicy(response: Response, folder: string, page: string): Promise<void> {
  const file = page.endsWith('.html') ? page : `${page.replace(/\/$/, '')}/index.html`;
  const html = await readFile(join(folder, join('/', file)), 'utf8').catch(() => '');
  const scripts = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  const hashes = scripts.map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  response.setHeader(
    'Content-Security-Policy',
    [
      "default-src 'none'",
      `script-src ${["'self'", ...hashes].join(' ')}`,
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  );
}
