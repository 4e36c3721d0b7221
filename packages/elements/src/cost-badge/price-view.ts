import { asPrice, counted, decimalText, exactly } from '../page/decimal-text.ts';
import type { ShownQuote } from '../page/fetch-quotes.ts';
import { badgeWords } from '../words/badge-words.ts';
import { build } from './build.ts';

/** "0.5 credits / message", and how many of them are free. */
export function lineOf({ total, freeMessages }: ShownQuote, locale: string): Node[] {
  const words = badgeWords(locale);
  if (total === '0') return [build('b', {}, words.free)];
  const { included, remaining } = freeMessages;
  const line: Node[] = [
    build('b', {}, decimalText(total, exactly, locale)),
    build('span', { class: 'quiet' }, ` ${words.perMessage(Number(total))}`),
  ];
  const count = remaining ?? included;
  if (count > 0) {
    const messages = counted(count, locale);
    const free = remaining === null ? words.freeIncluded(messages) : words.freeLeft(messages);
    line.push(new Text(' '), build('span', { class: 'free', part: 'free' }, free));
  }
  return line;
}

/** The parts of the price in credits and dollars, and how far the wallet reaches. */
export function partsOf(quote: ShownQuote, locale: string): Node[] {
  const words = badgeWords(locale);
  const { infra, addOn, total, affordableMessages } = quote;
  const row = (name: string, amount: string, style = '') => [
    build('dt', { class: style }, name),
    build('dd', { class: style }, `${decimalText(amount, exactly, locale)} ${words.unit(Number(amount))}`),
    build('dd', {}, decimalText(`${amount}e-1`, asPrice, locale)),
  ];
  const parts = build(
    'dl',
    {},
    ...row(words.infra, infra),
    ...(addOn === '0' ? [] : row(words.addOn, addOn)),
    ...row(words.total, total, 'total'),
  );
  if (typeof affordableMessages !== 'number') return [parts];
  return [parts, build('p', {}, words.affordable(counted(affordableMessages, locale)))];
}
