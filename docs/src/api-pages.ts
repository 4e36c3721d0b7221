import { cell, memberTable, type Schema, typeText } from './schema-table.ts';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly description?: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<
      string,
      { readonly description: string; readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }
    >
  >;
}

/** The OpenAPI document, as far as its pages show it. */
export interface ApiDocument {
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** A page for each noun of the API, and one of the objects that it answers with. Paths are below `reference/api`. */
export function apiPages(document: ApiDocument): Map<string, string> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  const pages = new Map<string, string>();
  for (const { name } of document.tags) {
    const own = operations.filter(({ operation }) => operation.tags.includes(name));
    const sections = own.map(({ method, path, operation }) => section(method, path, operation));
    pages.set(`${name}.md`, [`# ${titleOf(name)}`, ...sections].join('\n\n'));
  }
  pages.set('objects.md', objectsPage(document.components.schemas));
  return pages;
}

/** `webhookEndpoints` -> "Webhook endpoints". */
export const titleOf = (name: string): string => {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function section(method: string, path: string, operation: Operation): string {
  const { operationId, summary, parameters = [], requestBody, responses } = operation;
  const asked = parameters.filter((parameter) => parameter.in !== 'header');
  const body = requestBody?.content['application/json']?.schema;
  const parts = [
    `## ${summary} {#${operationId.replace('.', '-').toLowerCase()}}`,
    `\`${method} ${path}\` · \`kopai.${operationId}\``,
    `**Who may call:** ${callersText(operation.security)}`,
  ];
  if (asked.length > 0) {
    const rows = asked.map(
      ({ name, in: place, required, description, schema }) =>
        `| \`${name}\`${required ? '' : ' (optional)'} | ${place} | ${cell(typeText(schema))} | ${cell(description ?? schema.description ?? '')} |`,
    );
    parts.push(['| parameter | in | type | |', '| --- | --- | --- | --- |', ...rows].join('\n'));
  }
  if (body) parts.push(`**Body**\n\n${memberTable(body)}`);
  parts.push(`**Answers**\n\n${answersTable(responses)}`);
  return parts.join('\n\n');
}

function callersText(security: Operation['security']): string {
  if (security.some((scheme) => Object.keys(scheme).length === 0)) return 'anyone';
  const names: Readonly<Record<string, string>> = { secretKey: 'a secret key', session: 'a session' };
  return security
    .flatMap(Object.entries)
    .map(
      ([scheme, scopes]) => `${names[scheme] ?? scheme}${scopes.length > 0 ? ` with \`${scopes.join('`, `')}\`` : ''}`,
    )
    .join(', or ');
}

/** Good answers by what they are, refusals by their codes. */
function answersTable(responses: Operation['responses']): string {
  const rows = Object.entries(responses).map(([status, { description, content = {} }]) => {
    const schema = content['application/json']?.schema;
    const others = Object.keys(content).filter((type) => !/json/.test(type));
    const said = schema ? [typeText(schema), ...others.map((type) => `\`${type}\``)].join(' or ') : linked(description);
    return `| ${status} | ${cell(said)} |`;
  });
  return ['| status | |', '| --- | --- |', ...rows].join('\n');
}

/** Codes lead to the catalogue. */
const linked = (description: string): string =>
  description.replace(
    /`([a-z_]+)`:/g,
    (_match, code: string) => `[\`${code}\`](/reference/errors#${code.replaceAll('_', '-')}):`,
  );

function objectsPage(schemas: ApiDocument['components']['schemas']): string {
  const sections = Object.entries(schemas).map(
    ([name, schema]) => `## ${name} {#${name.toLowerCase()}}\n\n${memberTable(schema)}`,
  );
  return [
    '# Objects',
    'What the API answers with. Amounts are decimal strings of credits; the SDK gives them as `bigint` microcredits.',
    ...sections,
  ].join('\n\n');
}
