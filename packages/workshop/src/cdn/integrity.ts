import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rollup';

/** What `integrity` of a script takes: the file's SHA-384, as Subresource Integrity writes it. */
export const integrityOf = (code: string | Uint8Array): string =>
  `sha384-${createHash('sha384').update(code).digest('base64')}`;

/** Keeps `integrity.json` beside the files: the integrity of each script in the folder, by its path from there. */
export function integrityFile(): Plugin {
  return {
    name: 'integrity-file',
    writeBundle({ dir = '.' }) {
      const files = globSync('**/*.js', { cwd: dir }).sort();
      const hashes = Object.fromEntries(files.map((file) => [file, integrityOf(readFileSync(join(dir, file)))]));
      writeFileSync(join(dir, 'integrity.json'), `${JSON.stringify(hashes, null, 2)}\n`);
    },
  };
}
