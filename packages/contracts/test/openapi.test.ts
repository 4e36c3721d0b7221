import { validate } from '@apidevtools/swagger-parser';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { endpointList } from '../src/endpoints.ts';
import { openapi } from '../src/openapi.ts';

const document = openapi({ version: manifest.version });

test('the document is valid OpenAPI 3.1', async () => {
  const checked: unknown = structuredClone(document);
  await expect(validate(checked as Parameters<typeof validate>[0])).resolves.toMatchObject({ openapi: '3.1.0' });
});

test('every endpoint is in it, and every reference leads somewhere', () => {
  const text = JSON.stringify(document);
  for (const { name } of endpointList()) expect(text).toContain(`"operationId":"${name}"`);
  const { schemas } = document.components as { schemas: Record<string, unknown> };
  for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) expect(schemas).toHaveProperty(name);
});

/** Refreshed by `vitest run --project contracts --update`. */
test('the committed document is the one the table makes', async () => {
  await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('../../../docs/openapi.json');
});
