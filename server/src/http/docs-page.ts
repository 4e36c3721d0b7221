import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openapi } from '@kopai/contracts/openapi';
import type { Express } from 'express';

/** The page's own files: Swagger UI, served from here so that the page works without any other host. */
const assets = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kopai credits: API</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body>
<main id="api"></main>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/page.js"></script>
</body>
</html>
`;

const script = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayOperationId: true,
  persistAuthorization: false,
});
`;

/** Swagger UI sets style attributes and shows data: images; everything else comes from this server. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** `/openapi.json` made from the table, and `/docs`, where people read it. */
export function mountDocs(app: Express, version: string): void {
  const document = JSON.stringify(openapi({ version }));
  app.get('/openapi.json', (_request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cache-Control', 'public, max-age=60');
    response.type('application/json').send(document);
  });
  app.get('/docs', (_request, response) => {
    response.setHeader('Content-Security-Policy', contentSecurityPolicy);
    response.type('html').send(page);
  });
  app.get('/docs/page.js', (_request, response) => {
    response.type('text/javascript').send(script);
  });
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
    app.get(`/docs/assets/${file}`, (_request, response) =>
      response.sendFile(file, { root: assets, maxAge: '1 day', immutable: true }),
    );
  }
}
