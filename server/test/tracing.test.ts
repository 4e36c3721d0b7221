import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from './database.ts';
import { serveProcess } from './process.ts';
import { grant, putAgent } from './running-server.ts';

const credit = 1_000_000n;

interface Span {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly status?: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

/** A collector: takes OTLP as JSON, and keeps what it was sent, word for word. */
async function collector() {
  const taken: { path: string | undefined; headers: IncomingHttpHeaders; body: string }[] = [];
  const http: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    taken.push({ path: request.url, headers: request.headers, body });
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    taken,
    spans: (): Span[] =>
      taken.flatMap(({ body }) =>
        JSON.parse(body).resourceSpans.flatMap((resource: { scopeSpans: { spans: Span[] }[] }) =>
          resource.scopeSpans.flatMap(({ spans }) => spans),
        ),
      ),
    close: () => http.close(),
  };
}

const attributesOf = (span: Span | undefined) =>
  Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]));

describe('traces', { timeout: 60_000 }, () => {
  let database: TestDatabase;
  let otlp: Awaited<ReturnType<typeof collector>>;
  let dataDir: string;

  beforeAll(async () => {
    database = await freshDatabase();
    otlp = await collector();
    dataDir = await mkdtemp(join(tmpdir(), 'kopai-traces-'));
    await chmod(dataDir, 0o755);
  });
  afterAll(async () => {
    otlp.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('tell of a charge, a job and a call to Stripe, and no secret', async () => {
    const served = await serveProcess({
      DATABASE_URL: database.url,
      KOPAI_DATA_DIR: dataDir,
      LOG_LEVEL: 'debug',
      OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=of-the-collector',
      OTEL_SERVICE_NAME: 'credits',
    });
    const { kopai, url, apiKey } = served;
    await putAgent(kopai, 'traced', { infra: credit });
    await grant(kopai, 'user:traced.person@example.com', 9n * credit);
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const send = (messageId: string, headers: Record<string, string>) =>
      fetch(`${url}/v1/charges`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ agentId: 'traced', userId: 'traced.person@example.com', messageId }),
      });
    const answer = await send('secret-message-id', {
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
      'Idempotency-Key': 'a-key-nobody-should-see',
    });
    expect(answer.status).toBe(201);
    await send('m-2', { traceparent: 'nonsense' });
    const topup = await kopai.topups.create({
      wallet: 'user:traced.person@example.com',
      packId: 'starter',
      successUrl: 'http://127.0.0.1/?secret=canary',
      cancelUrl: 'http://127.0.0.1/',
    });
    await kopai.topups.get(topup.id);
    served.process.kill('SIGTERM');
    const { stderr, code } = await served.process.ended;
    expect(code).toBe(0);

    expect(otlp.taken[0]).toMatchObject({ path: '/v1/traces', headers: { 'x-collector-key': 'of-the-collector' } });
    const spans = otlp.spans();
    const [request, ...others] = spans.filter((span) => span.traceId === traceId && span.kind === 2);
    expect(others).toEqual([]);
    expect(request).toMatchObject({ name: 'POST /v1/charges', parentSpanId: 'b7ad6b7169203331' });
    const requestId = answer.headers.get('X-Request-Id');
    expect(attributesOf(request)).toEqual({
      'http.request.method': 'POST',
      'http.route': '/v1/charges',
      'http.response.status_code': 201,
      'kopai.request.id': requestId,
    });
    const commit = spans.find((span) => span.traceId === traceId && span.name === 'commit');
    expect(commit?.parentSpanId).toBe(request?.spanId);
    expect(attributesOf(commit)).toEqual({ 'kopai.batch.size': 1 });
    const charges = spans.filter(({ name }) => name === 'POST /v1/charges');
    expect(
      charges.map((span) => span.traceId),
      'a traceparent that is none begins a trace',
    ).toHaveLength(2);

    const stripe = spans.find(({ name }) => name === 'Stripe POST /v1/checkout/sessions');
    const asking = spans.find(({ spanId }) => spanId === stripe?.parentSpanId);
    expect(asking?.name).toBe('POST /v1/topups');
    expect(attributesOf(stripe)).toEqual({ 'http.request.method': 'POST', 'http.response.status_code': 200 });
    expect(spans.map(({ name }) => name)).toContain('Stripe GET /v1/checkout/sessions/{id}');

    const line = stderr.split('\n').find((text) => text.includes(requestId ?? 'none'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ traceId, route: '/v1/charges' });

    const sent = otlp.taken.map(({ body }) => body).join();
    expect(sent).toContain('"credits"');
    for (const secret of [
      apiKey,
      'traced.person',
      'secret-message-id',
      'a-key-nobody',
      'canary',
      'whsec_',
      'cs_test_',
      'select ',
    ])
      expect(sent.includes(secret), secret).toBe(false);
  });

  test('are loaded by nobody who did not ask for them', async () => {
    const source = (name: string) => readFile(new URL(`../src/${name}`, import.meta.url), 'utf8');
    const main = await source('main.ts');
    expect(main).toContain("await import('./tracing.ts')");
    expect(main.match(/tracing\.ts/g)).toHaveLength(1);
    expect(await source('trace.ts')).not.toContain('import');
  });
});
