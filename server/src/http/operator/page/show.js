/** What stands on the page, made of nodes and text: nothing that a row holds can become markup. */

/** @typedef {{ name: string, kind?: 'amount' | 'act', isSpare?: boolean, of: (row: any) => Node | string }} Column */

/**
 * @param {string} tag
 * @param {Readonly<Record<string, string>>} attributes
 * @param {...(Node | string)} children
 */
export function node(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A table whose rows become small cards on a phone, for which each cell knows its column. */
export const cards = (caption, columns, rows, more = {}) => table(caption, columns, rows, { ...more, class: 'rows' });

/**
 * A table that fits on a phone, without its spare columns.
 *
 * @param {string} caption
 * @param {readonly Column[]} columns the first names its row
 * @param {readonly any[]} rows
 * @param {{ class?: string, total?: readonly (Node | string)[] }} [more] a last row, and what the table is to its style
 */
export function table(caption, columns, rows, { class: kindOfTable = 'list', total } = {}) {
  const classOf = ({ kind = '', isSpare }) => [kind, isSpare ? 'spare' : ''].join(' ').trim();
  const attributesOf = (column) => (classOf(column) === '' ? {} : { class: classOf(column) });
  const cell = (column, value, place) =>
    place === 0
      ? node('th', { scope: 'row' }, value)
      : node('td', { ...attributesOf(column), ...(column.name && { 'data-name': column.name }) }, value);
  const line = (values) => node('tr', {}, ...values.map((value, place) => cell(columns[place], value, place)));
  const head = columns.map((column) =>
    column.name === ''
      ? node('td', {}, node('span', { class: 'hidden-label' }, 'What to do'))
      : node('th', { scope: 'col', ...attributesOf(column) }, column.name),
  );
  return node(
    'table',
    { class: kindOfTable },
    node('caption', {}, caption),
    node('thead', {}, node('tr', {}, ...head)),
    node('tbody', {}, ...rows.map((row) => line(columns.map(({ of }) => of(row))))),
    ...(total ? [node('tfoot', {}, line(total))] : []),
  );
}

/** A name with what tells it from others below it. */
export const named = (name, id) => node('span', {}, name, node('span', { class: 'second id' }, id));

export const failure = (text) => (text ? node('span', { class: 'error' }, text) : '');

const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** How long ago a moment was; the moment itself, in UTC, is its title. */
export function when(instant, now = Date.now()) {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  const steps = [
    [86_400, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
  ];
  const [size, unit] = steps.find(([size]) => Math.abs(seconds) >= size) ?? [1, 'second'];
  const text = relative.format(Math.trunc(seconds / size), unit);
  return node('time', { datetime: instant, title: `${days.format(Date.parse(instant))} UTC` }, text);
}
