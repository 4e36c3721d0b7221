import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { textBytes } from './built-size.ts';

const gzipped = (text: string): number => gzipSync(text, { level: 9 }).length;

test('the content of a program is its texts, wherever they stand, and none of its code or comments', () => {
  const program = `// a comment
    import { html } from 'lit';
    const words = { topup: 'Top up', count: 7, isEmpty: /none/ };
    export const view = (amount) => html\`<p>\${amount} credits</p>\`;`;
  expect(textBytes(program)).toBe(gzipped(['lit', 'Top up', '<p>', ' credits</p>'].join('\n')));
});

test('a program that says nothing has no content', () => {
  expect(textBytes('export const sum = (a, b) => a + b;')).toBe(gzipped(''));
});
