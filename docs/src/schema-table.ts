/** The parts of a JSON schema that a reader needs. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly maxItems?: number;
  readonly minItems?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly maximum?: number;
}

/** Text inside a Markdown table, where a bar would end the cell and a brace would be a template of the page. */
export const cell = (text: string): string =>
  text.replaceAll('\n', ' ').replaceAll('|', '\\|').replaceAll('{{', '&#123;&#123;').replaceAll('<', '&lt;');

/** What a value is, in few words: "string", "list of Charge", "`held` or `captured`". */
export function typeText(schema: Schema): string {
  if (schema.$ref !== undefined) return objectLink(schema.$ref);
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(' or ');
  const choices = schema.anyOf ?? schema.allOf;
  if (choices) return choices.map(typeText).join(schema.anyOf ? ' or ' : ' and ');
  if (schema.type === 'array') {
    const most = schema.maxItems === undefined ? '' : `, at most ${schema.maxItems}`;
    return `list of ${typeText(schema.items ?? {})}${most}`;
  }
  const rows = schema.properties?.data;
  if (rows?.type === 'array') return `page: ${typeText(rows)}`;
  if (schema.pattern?.includes('\\.\\d{1,6}')) return 'credits (decimal string)';
  if (schema.format === 'date-time') return 'instant (ISO 8601, UTC)';
  if (schema.format === 'date') return 'date';
  return [schema.type ?? 'anything'].flat().join(' or ');
}

const objectLink = (reference: string): string => {
  const name = reference.split('/').at(-1) ?? reference;
  return `[${name}](/reference/api/objects#${name.toLowerCase()})`;
};

/** The members of an object as rows, those of its inner objects after a dot. */
export function memberRows(schema: Schema, prefix = ''): string[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const path = prefix + name;
    const optional = required.has(name) ? '' : ' (optional)';
    const row = `| \`${path}\`${optional} | ${cell(typeText(member))} | ${cell(member.description ?? '')} |`;
    const inner = member.type === 'array' ? member.items : member;
    const suffix = member.type === 'array' ? '[].' : '.';
    return inner?.properties ? [row, ...memberRows(inner, path + suffix)] : [row];
  });
}

/** A table of members, or a sentence where there are none; without a column for descriptions where there are none of those. */
export function memberTable(schema: Schema): string {
  const rows = memberRows(schema);
  if (rows.length === 0) return 'No members.';
  if (rows.every((row) => row.endsWith(' |  |')))
    return ['| member | type |', '| --- | --- |', ...rows.map((row) => row.slice(0, -' |'.length))].join('\n');
  return ['| member | type | |', '| --- | --- | --- |', ...rows].join('\n');
}
