import { fileURLToPath } from 'node:url';
import type { Express } from 'express';

/** The page's own files. It is plain HTML, CSS and a script: nothing is built, and nothing comes from elsewhere. */
const files = fileURLToPath(new URL('page', import.meta.url));

const pageFiles = [
  'amounts.js',
  'attention-lists.js',
  'ledger-view.js',
  'mark.svg',
  'operator.css',
  'operator.js',
  'show.js',
];

/** Its own script, style and answers alone; and the script may not make markup of text. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** `/operator`: says nothing by itself. What it shows, it asks for with the key that is typed into it. */
export function mountOperatorPage(app: Express): void {
  app.get('/operator', (_request, response) => {
    response.setHeader('Content-Security-Policy', contentSecurityPolicy);
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile('operator.html', { root: files, cacheControl: false });
  });
  for (const file of pageFiles) {
    app.get(`/operator/${file}`, (_request, response) => response.sendFile(file, { root: files, maxAge: '5 minutes' }));
  }
}
