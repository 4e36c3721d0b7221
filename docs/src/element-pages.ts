import { cell } from './schema-table.ts';

interface Named {
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
  readonly type?: { readonly text: string };
}

interface Declaration {
  readonly tagName: string;
  readonly name: string;
  readonly description?: string;
  readonly attributes?: readonly (Named & { readonly fieldName?: string })[];
  readonly members?: readonly (Named & { readonly kind: string; readonly readonly?: boolean })[];
  readonly events?: readonly Named[];
  readonly slots?: readonly Named[];
  readonly cssParts?: readonly Named[];
  readonly cssProperties?: readonly Named[];
}

/** The custom-elements manifest, as far as its pages show it. */
export interface ElementsManifest {
  readonly modules: readonly { readonly declarations: readonly Declaration[] }[];
}

/** A page for each element, by its name: `kopai-wallet.md`. */
export function elementPages({ modules }: ElementsManifest): Map<string, string> {
  const declarations = modules.flatMap(({ declarations }) => declarations);
  return new Map(declarations.map((declaration) => [`${declaration.tagName}.md`, elementPage(declaration)]));
}

function elementPage({ tagName, name, description = '', ...declaration }: Declaration): string {
  const { attributes = [], members = [], events = [], slots = [], cssParts = [], cssProperties = [] } = declaration;
  const mirrored = new Set(attributes.map(({ fieldName }) => fieldName));
  const fields = members.filter((member) => member.kind === 'field' && !mirrored.has(member.name));
  const methods = members.filter(({ kind }) => kind === 'method');
  const typed = ({ type }: Named) => (type ? `\`${type.text}\`` : '');
  return [
    `# \`<${tagName}>\``,
    description.replaceAll('<', '&lt;'),
    liveOf(tagName),
    `Define it with \`import '@kopai/elements/${tagName.replace('kopai-', '')}'\`; its class is \`${name}\`, its React component \`${name}\` of \`@kopai/react\`.`,
    table('Attributes', ['attribute', 'property', 'type'], attributes, (it) => [
      code(it.name),
      code(it.fieldName ?? it.name),
      typed(it),
    ]),
    table('Properties', ['property', 'type'], fields, (it) => [
      `${code(it.name)}${it.readonly ? ' (read only)' : ''}`,
      typed(it),
    ]),
    table('Methods', ['method'], methods, (it) => [code(`${it.name}()`)]),
    table('Events', ['event', 'class'], events, (it) => [code(it.name), typed(it)]),
    table('Slots', ['slot'], slots, (it) => [it.name === '' ? '(default)' : code(it.name)]),
    table('Parts', ['part'], cssParts, (it) => [code(`::part(${it.name})`)]),
    table('Custom properties', ['property'], cssProperties, (it) => [code(it.name)]),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What an element needs to show something of itself; one that isn't here shows nothing. */
const shown: Readonly<Record<string, { attributes?: Readonly<Record<string, string>>; world?: string }>> = {
  'kopai-cost-badge': { attributes: { agent: 'tax-helper', details: '' } },
  'kopai-topup': {},
  'kopai-wallet': { attributes: { 'page-size': '5' }, world: 'month' },
  'kopai-auto-topup': {},
  'kopai-plan': {},
  'kopai-earnings': { attributes: { wallet: 'org:acme' }, world: 'month' },
  'kopai-budgets': { attributes: { wallet: 'org:acme' }, world: 'month' },
  'kopai-chart': { world: 'month' },
  'kopai-transactions': { attributes: { 'page-size': '5' }, world: 'month' },
};

function liveOf(tag: string): string {
  const show = shown[tag];
  if (!show) return '';
  const attributes = show.attributes ? ` :attributes='${JSON.stringify(show.attributes)}'` : '';
  return `<LiveElement tag="${tag}"${attributes}${show.world ? ` world="${show.world}"` : ''} />`;
}

const code = (text: string) => `\`${text}\``;

function table<Row extends Named>(
  title: string,
  heads: readonly string[],
  rows: readonly Row[],
  cells: (row: Row) => readonly string[],
): string {
  if (rows.length === 0) return '';
  const line = (texts: readonly string[]) => `| ${texts.map(cell).join(' | ')} |`;
  return [
    `## ${title}\n`,
    line([...heads, '']),
    line([...heads, ''].map(() => '---')),
    ...rows.map((row) => line([...cells(row), row.description ?? ''])),
  ].join('\n');
}
