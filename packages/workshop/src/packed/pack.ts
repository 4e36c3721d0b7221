import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { environmentWith } from '../environment.ts';
import { WORKSPACE } from '../suites/command.ts';

/** A package as users get it: `pnpm pack` puts published exports and versions into the manifest, and our license beside it. */
export async function packed(folder: string): Promise<Uint8Array<ArrayBuffer>> {
  const destination = await mkdtemp(join(tmpdir(), 'kopai-pack-'));
  try {
    const args = ['pack', '--json', '--pack-destination', destination];
    const { stdout } = await promisify(execFile)('pnpm', args, {
      cwd: resolve(WORKSPACE, folder),
      env: environmentWith({}),
    });
    const { filename }: { filename: string } = JSON.parse(stdout);
    return new Uint8Array(await readFile(filename));
  } finally {
    await rm(destination, { recursive: true, force: true });
  }
}
