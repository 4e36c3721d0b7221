/**
 * What a migration may not do to a table that is in use. A server of the release before runs beside it, and traffic queues behind each lock that it
 * takes, so a table is changed in steps that are quick: expand, fill in the background, and contract a release later.
 */
interface MigrationRule {
  /** What is found at the start of a statement, or in it. */
  readonly found: RegExp;
  /** The table that is meant, if it is one that the same file makes, which nobody uses yet. */
  readonly table?: RegExp;
  /** What makes it harmless. */
  readonly unless?: RegExp;
  readonly objection: string;
}

/** Files from this number on are held to it: those before ran on databases without traffic. */
export const heldFrom = 17;

/** Says which release was the last to use what goes away. */
const contracts = /^-- Unused since \d+\.\d+\.\d+/m;
const withoutTransaction = /^-- Without a transaction$/m;

const altered = /^alter table (?:if exists )?(?:only )?(\S+)/;

const rules: readonly MigrationRule[] = [
  {
    found: /^create (?:unique )?index /,
    table: / on (?:only )?([^\s(]+)/,
    unless: / concurrently /,
    objection: 'makes an index while writers wait; use `create index concurrently`',
  },
  { found: /^reindex /, unless: / concurrently /, objection: 'makes an index anew while writers wait' },
  {
    found: /add column .*not null/,
    table: altered,
    unless: /add column [^,]*\bdefault\b/,
    objection: 'fails where there are rows; add it without, fill it in, and hold it by a check',
  },
  {
    found: /add column [^,]*\bdefault [^,]*(?:random|clock_timestamp|nextval|uuid)\w*\(/,
    table: altered,
    objection: 'rewrites the table, a value for each row; add the column without a default and fill it in',
  },
  { found: /add column [^,]*\bgenerated always as\b/, table: altered, objection: 'rewrites the table' },
  {
    found: /alter column \S+ (?:set data )?type /,
    table: altered,
    objection: 'rewrites the table, and the release before reads the old type; add a column beside it',
  },
  {
    found: /alter column \S+ set not null/,
    table: altered,
    objection: 'reads the whole table under its lock; add a check as `not valid`, and validate it a release later',
  },
  {
    found: /add (?:constraint \S+ )?(?:check|foreign key|exclude)\b/,
    table: altered,
    unless: /not valid$/,
    objection: 'reads the whole table under its lock; add it as `not valid`, and validate it in a file of its own',
  },
  {
    found: /add (?:constraint \S+ )?(?:unique|primary key)\b/,
    table: altered,
    unless: /using index/,
    objection: 'makes an index under a lock; make it concurrently first, and add the constraint `using index`',
  },
  {
    found: /^(?:truncate|cluster|lock table|lock|vacuum full)\b/,
    objection: 'holds a table for as long as it takes',
  },
  {
    found: /^(?:update|delete from) /,
    unless: / where /,
    objection: 'locks every row of a table; fill it in by a job, some thousand rows at a time',
  },
];

/** What goes away while the release before still asks for it. */
const contraction =
  /^drop (?:table|column|function|view|type)|drop column|^alter table .* rename |^alter type .* rename |drop constraint/;

/** What a migration's text does that traffic or the release before would feel, a line for each. */
export function objectionsTo(sql: string): string[] {
  const statements = statementsOf(sql);
  const made = new Set(
    statements.flatMap((text) => /^create table (?:if not exists )?([^\s(]+)/.exec(text)?.[1] ?? []),
  );
  const found = statements.flatMap((statement) =>
    rules
      .filter((rule) => rule.found.test(statement) && !rule.unless?.test(statement))
      .filter((rule) => !made.has(rule.table?.exec(statement)?.[1] ?? ''))
      .map((rule) => `${statement.slice(0, 60)}: ${rule.objection}`),
  );
  const gone = contracts.test(sql) ? [] : statements.filter((statement) => contraction.test(statement));
  const misplaced = statements.filter((text) => / concurrently /.test(text) && !withoutTransaction.test(sql));
  return [
    ...found,
    ...gone.map((text) => `${text.slice(0, 60)}: the release before may ask for it; say since when nobody does`),
    ...misplaced.map(
      (text) => `${text.slice(0, 60)}: can't be part of a transaction; say \`-- Without a transaction\``,
    ),
  ];
}

/** Statements in lower case, each on one line, without comments and without the bodies of functions. */
function statementsOf(sql: string): string[] {
  return sql
    .replaceAll(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
    .replaceAll(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.replaceAll(/\s+/g, ' ').trim().toLowerCase())
    .filter((statement) => statement !== '');
}
