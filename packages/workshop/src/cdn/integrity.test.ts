import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { integrityFile, integrityOf } from './integrity.ts';

/** `printf hello | openssl dgst -sha384 -binary | base64` */
const ofHello = 'sha384-WeF0h3dEjGnea4ANejO7+5/xtGPkQ1TDVTvNucZm+pASWjx5+QOXvfX2oT3oKGhP';

test('it is what a script tag takes', () => {
  expect(integrityOf('hello')).toBe(ofHello);
});

test('every script of the folder is in the file, by its path', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'kopai-integrity-'));
  try {
    await mkdir(join(dir, 'chunks'));
    for (const name of ['chunks/client.js', 'all.js', 'all.js.map']) await writeFile(join(dir, name), 'hello');
    const { writeBundle } = integrityFile();
    if (typeof writeBundle !== 'function') throw new TypeError('the plugin writes nothing');
    await Reflect.apply(writeBundle, undefined, [{ dir }, {}]);
    const written: unknown = JSON.parse(await readFile(join(dir, 'integrity.json'), 'utf8'));
    expect(written).toEqual({ 'all.js': ofHello, 'chunks/client.js': ofHello });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
