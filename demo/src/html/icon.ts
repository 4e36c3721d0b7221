import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Html, trustedHtml } from './html.ts';

/** Icons read so far; there are as many as the pages name. */
const read = new Map<string, Html>();

/**
 * An icon of Heroicons by its name there, inlined so that it takes the colour of the text around it. It is decoration: what it
 * stands beside says the same in words.
 */
export function icon(name: string): Html {
  const known = read.get(name);
  if (known) return known;
  const file = fileURLToPath(import.meta.resolve(`heroicons/24/outline/${name}.svg`));
  const svg = readFileSync(file, 'utf8')
    .replace('<svg ', '<svg class="icon" ')
    .replace(/\s*\n\s*/g, ' ');
  const made = trustedHtml(svg.trim());
  read.set(name, made);
  return made;
}
