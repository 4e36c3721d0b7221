import { globSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Site } from './serve-world.ts';

/** What the examples call their server. A test puts its own in place. */
const exampleUrl = 'https://credits.example.com';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** A folder's files as a site, with the server's address in place of the one that the examples name. */
export const siteOf =
  (...folders: readonly (readonly [prefix: string, folder: string])[]) =>
  (url: string): Site =>
  (path) => {
    const wanted = path === '/' ? '/index.html' : path;
    for (const [prefix, folder] of folders) {
      if (!wanted.startsWith(prefix)) continue;
      const file = globSync(wanted.slice(prefix.length), { cwd: folder })[0];
      if (file === undefined) continue;
      const type = types[extname(file)];
      const body = readFileSync(join(folder, file));
      return type ? { type, body: body.toString().replaceAll(exampleUrl, url) } : { type: 'text/plain', body };
    }
    return undefined;
  };
