import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keyPrefix, newSecret } from './access/index.ts';

/**
 * The operator's first key where none is given: made once, kept in the data folder for its owner alone, and the same at every
 * start. Of two processes that start at once the first to write decides.
 */
export async function firstKey(dataDir: string): Promise<string> {
  const path = join(dataDir, 'secret-key');
  await mkdir(dataDir, { recursive: true });
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${newSecret(keyPrefix)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  await chmod(path, 0o600);
  const key = (await readFile(path, 'utf8')).trim();
  if (!key.startsWith(keyPrefix)) throw new Error(`${path} holds no key; remove it and start again`);
  return key;
}
