import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { WORKSPACE } from '../suites/command.ts';
import type { ElementDeclaration } from './manifest.ts';

/** Where the pages can be read as Markdown. */
const DOCS_URL = 'https://github.com/kopai/kopai-credits/blob/main/docs';

/** The OpenAPI document, as far as a list of its operations shows it. */
interface ApiDocument {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly operationId: string; readonly summary: string }>>>
  >;
}

const INTRODUCTION = `# Kopai credits

> The prepaid credit wallet that AI marketplaces embed: web components, a typed SDK, and a server with a double-entry ledger and Stripe.

- 1 credit is $0.10. Amounts are decimal strings of credits on the wire ("12.5") and bigint microcredits in the SDK (1 credit = 1_000_000n). Never use a float.
- Pages hold sessions, never secret keys. A backend mints them: \`kopai.sessions.create({ userId, orgs, scopes })\`, and the page hands over \`fetchSession\`.
- Charge from the backend: \`kopai.charges.withHold({ agentId, userId, messageId, quote }, work)\`. \`messageId\` makes a charge once-only.
- \`import '@kopai/elements/define'\` defines all elements; \`configureKopai({ baseUrl, fetchSession })\` sets them up. \`@kopai/react\` has components, \`@kopai/mocks\` a whole Kopai in memory for tests.`;

/** What a language model should know first, by the convention of llmstxt.org: made from the elements, the API's table and the guide's pages. */
export function llmsText(elements: readonly ElementDeclaration[]): string {
  const document: ApiDocument = JSON.parse(readFileSync(join(WORKSPACE, 'docs/openapi.json'), 'utf8'));
  return `${[
    INTRODUCTION,
    `## Guide\n\n${pageLines('guide')}`,
    `## Elements\n\n${elements.map(elementLines).join('\n')}`,
    `## HTTP API\n\n${operationLines(document)}`,
    `## Optional\n\n${pageLines('decisions')}`,
  ].join('\n\n')}\n`;
}

/** A page's heading, and what its reader has at its end. */
function pageLines(folder: string): string {
  return globSync(`${folder}/*.md`, { cwd: join(WORKSPACE, 'docs') })
    .sort()
    .map((path) => {
      const text = readFileSync(join(WORKSPACE, 'docs', path), 'utf8');
      const title = /^# (.+)$/m.exec(text)?.[1] ?? basename(path, '.md');
      const aim = /^At the end (.+?)\.(?:\s|$)/m.exec(text)?.[1];
      return `- [${title}](${DOCS_URL}/${path})${aim ? `: at the end ${aim}` : ''}`;
    })
    .join('\n');
}

function elementLines({ tagName, description = '', attributes = [], events = [] }: ElementDeclaration): string {
  const [first = ''] = description.split('\n\n');
  const names = (list: readonly { readonly name?: string }[]) => list.map(({ name }) => name).join(', ');
  const lines = [`- \`<${tagName}>\`: ${first.replaceAll('\n', ' ')}`];
  if (attributes.length > 0) lines.push(`  Attributes: ${names(attributes)}.`);
  if (events.length > 0) lines.push(`  Events: ${names(events)}.`);
  return lines.join('\n');
}

const operationLines = ({ paths }: ApiDocument): string =>
  Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, { operationId, summary }]) =>
          `- \`${method.toUpperCase()} ${path}\` (\`kopai.${operationId}\`): ${summary}`,
      ),
    )
    .join('\n');
