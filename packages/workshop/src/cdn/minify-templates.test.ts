import { expect, test } from 'vitest';
import { minifyTemplates } from './minify-templates.ts';

/** A hole in a template. */
const hole = '$' + '{a}';

/** What the plugin makes of a module. */
async function minified(code: string): Promise<string> {
  const { transform } = minifyTemplates();
  if (typeof transform !== 'function') throw new TypeError('the plugin transforms nothing');
  const result: unknown = await Reflect.apply(transform, undefined, [code, 'module.ts']);
  return result !== null && typeof result === 'object' ? String(Reflect.get(result, 'code')) : code;
}

test('a style sheet is minified, and one with holes loses its comments and blanks', async () => {
  expect(await minified('css`\n  /* why */\n  :host {\n    color: #ff0000;\n  }\n`')).toBe('css`:host{color:red}`');
  expect(
    await minified(`css\`
  /* why */
  a :hover {
    ${hole}
  }
\``),
  ).toBe(`css\` a :hover { ${hole} } \``);
});

test('of markup a run of blanks stays one, for it may stand between words', async () => {
  expect(
    await minified(`html\`<p>
    ${hole}  <b>b</b>
  </p>\``),
  ).toBe(`html\`<p> ${hole} <b>b</b> </p>\``);
});

test('what could be read otherwise stays: no-break spaces, escapes, preformatted text, other templates', async () => {
  for (const code of [
    'html`a\u00a0\u00a0b`',
    'css`\n  a::after { content: "\\\\2014"; }\n`',
    'html`<pre>\n  a\n</pre>`',
    'sql`\n  css`',
  ]) {
    expect(await minified(code)).toBe(code);
  }
  expect(await minified('css`\n  a::after { content: "→"; }\n`')).toBe('css`a:after{content:"→"}`');
});
