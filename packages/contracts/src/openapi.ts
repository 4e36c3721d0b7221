import * as z from 'zod/mini';
import { type Endpoint, endpointList } from './endpoints.ts';
import { type ProblemCode, problems, problemType } from './problems.ts';
import { splitRoute } from './routes.ts';

type Json = Record<string, unknown>;

const everywhere: readonly ProblemCode[] = ['invalid_request', 'rate_limited', 'internal_error', 'unavailable'];
const withAnyCredential: readonly ProblemCode[] = [
  'unauthenticated',
  'session_expired',
  'session_revoked',
  'key_revoked',
  'origin_not_allowed',
];
const withTheCredential: readonly ProblemCode[] = ['scope_missing', 'credential_forbidden'];
const withBody: readonly ProblemCode[] = ['malformed_json', 'body_too_large', 'unsupported_media_type'];
const withKey: readonly ProblemCode[] = ['idempotency_key_reused', 'request_in_progress'];

/** Every problem an endpoint can answer, from its row and from what all such rows share. */
export function problemsOf(endpoint: Endpoint): ProblemCode[] {
  const codes = [
    ...endpoint.problems,
    ...everywhere,
    // A credential that is not needed is still refused when it is no good.
    ...withAnyCredential,
    ...(endpoint.callers.anyone ? [] : withTheCredential),
    ...(endpoint.body ? withBody : []),
    ...(endpoint.replay ? withKey : []),
  ];
  return [...new Set(codes)].sort();
}

/** The OpenAPI 3.1 document of the whole table, made from the schemas that validate. */
export function openapi(info: { version: string; serverUrl?: string }): Json {
  const components: Json = { Problem: problemSchema() };
  const paths: Record<string, Json> = {};
  for (const endpoint of endpointList()) {
    const { method, path } = splitRoute(endpoint.route);
    paths[path] ??= {};
    paths[path][method.toLowerCase()] = operation(endpoint, components);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kopai credits',
      version: info.version,
      description:
        'Prepaid credits for AI marketplaces. Amounts are decimal strings in credits (1 credit = $0.10), instants ISO 8601 UTC.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    ...(info.serverUrl && { servers: [{ url: info.serverUrl }] }),
    tags: [...new Set(endpointList().map(({ name }) => tagOf(name)))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        secretKey: { type: 'http', scheme: 'bearer', description: 'kopai_sk_…, held by a backend' },
        session: { type: 'http', scheme: 'bearer', description: 'kopai_ses_…, held by a browser for 10 minutes' },
      },
      schemas: components,
    },
  };
}

const tagOf = (name: string) => name.slice(0, name.indexOf('.'));

function operation(endpoint: ReturnType<typeof endpointList>[number], components: Json): Json {
  const { callers } = endpoint;
  return {
    operationId: endpoint.name,
    summary: endpoint.summary,
    tags: [tagOf(endpoint.name)],
    security: [
      ...(callers.anyone ? [{}, { secretKey: [] }, { session: [] }] : []),
      ...(callers.key ? [{ secretKey: [callers.key] }] : []),
      ...(callers.session ? [{ session: [callers.session] }] : []),
    ],
    parameters: [
      ...parameters('path', endpoint.params, components),
      ...parameters('query', endpoint.query, components),
      ...(endpoint.replay
        ? [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: false,
              description: 'The same key and body replays the first answer.',
              schema: { type: 'string', maxLength: 255 },
            },
          ]
        : []),
    ],
    ...(endpoint.body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(endpoint.body, components) } } },
    }),
    responses: responses(endpoint, components),
  };
}

function parameters(place: 'path' | 'query', schema: z.ZodMiniType | undefined, components: Json): Json[] {
  if (!schema) return [];
  const object = schemaOf(schema, components) as { properties: Json; required?: string[] };
  return Object.entries(object.properties).map(([name, value]) => ({
    name,
    in: place,
    required: place === 'path' || (object.required?.includes(name) ?? false),
    schema: value,
    ...(place === 'query' && { style: 'form', explode: true }),
  }));
}

function responses(endpoint: Endpoint, components: Json): Json {
  const byStatus = Map.groupBy(problemsOf(endpoint), (code) => problems[code].status);
  const refusals = [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `\`${code}\`: ${problems[code].title}.`).join(' '),
        content: {
          'application/problem+json': {
            schema: {
              allOf: [
                { $ref: '#/components/schemas/Problem' },
                { type: 'object', properties: { code: { enum: codes } } },
              ],
            },
          },
        },
      },
    ]);
  const schema = schemaOf(endpoint.reply, components);
  return {
    [String(endpoint.status ?? 200)]: {
      description: endpoint.summary,
      content: {
        ...(endpoint.alternative !== 'text/event-stream' && { 'application/json': { schema } }),
        ...(endpoint.alternative && { [endpoint.alternative]: { schema: { type: 'string' } } }),
      },
    },
    ...Object.fromEntries(refusals),
  };
}

/** A schema as it looks on the wire; named nouns move into the components. */
function schemaOf(schema: z.ZodMiniType, components: Json): Json {
  const { $schema: _, $defs, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
  for (const [name, definition] of Object.entries(($defs ?? {}) as Json))
    components[name] ??= relinked(definition as Json);
  return relinked(json);
}

function relinked(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));
}

function problemSchema(): Json {
  const codes = Object.keys(problems) as ProblemCode[];
  return {
    type: 'object',
    description: 'RFC 9457. `code` is stable; members beyond these depend on it.',
    required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
    properties: {
      type: { type: 'string', format: 'uri', examples: [problemType('insufficient_credits')] },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      code: { type: 'string', enum: codes },
      requestId: { type: 'string' },
    },
  };
}
