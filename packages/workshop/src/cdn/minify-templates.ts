import { transform } from 'esbuild';
import MagicString from 'magic-string';
import { parseSync, Visitor } from 'oxc-parser';
import type { Plugin } from 'rollup';

/** A piece of a template between two holes, as it stands in the source. */
interface Quasi {
  readonly start: number;
  readonly end: number;
}

/**
 * Takes out of `css` and `html` templates what their parsers don't look at: comments, and blanks that are one blank or none. A style
 * sheet without holes is minified as such. Of markup every run of blanks stays one blank, because between words it is seen.
 */
export function minifyTemplates(): Plugin {
  return {
    name: 'minify-templates',
    async transform(code, id) {
      if (!/\.ts$/.test(id) || !/(?:css|html|svg)`/.test(code)) return null;
      const edited = new MagicString(code);
      const found: { readonly tag: string; readonly quasis: readonly Quasi[] }[] = [];
      const { program } = parseSync(id.replace(/\.ts$/, '.js'), code);
      new Visitor({
        TaggedTemplateExpression({ tag, quasi }) {
          if (tag.type === 'Identifier') found.push({ tag: tag.name, quasis: quasi.quasis });
        },
      }).visit(program);
      for (const { tag, quasis } of found) {
        for (const { start, end } of quasis) {
          const text = code.slice(start, end);
          const short = await shorter(tag, text, quasis.length === 1);
          if (short !== text && end > start) edited.overwrite(start, end, short);
        }
      }
      return { code: edited.toString(), map: edited.generateMap({ hires: true }) };
    },
  };
}

/** Of markup and style sheets these alone are blanks; a no-break space is a word. */
const blanks = /[ \t\r\n]+/g;

/** A piece with the same meaning. A backslash is an escape of two languages at once: a piece with one stays as it is. */
async function shorter(tag: string, text: string, whole: boolean): Promise<string> {
  if (text.includes('\\')) return text;
  if (tag === 'html' || tag === 'svg') return /<(?:pre|textarea)\b/.test(text) ? text : text.replace(blanks, ' ');
  if (tag !== 'css') return text;
  const short = whole ? await minifiedSheet(text) : text.replace(/\/\*.*?\*\//gs, '').replace(blanks, ' ');
  return /[\\`]|\$\{/.test(short) ? text : short;
}

async function minifiedSheet(text: string): Promise<string> {
  const { code } = await transform(text, { loader: 'css', minify: true, charset: 'utf8', logLevel: 'error' });
  return code.trim();
}
