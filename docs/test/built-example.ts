import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { environmentWith } from '@kopai/workshop';
import { atEnd } from '@kopai/workshop/at-end';
import { DOCS } from '../src/docs-folder.ts';

/**
 * Builds an example as its own users would, with Vite's command, into a folder that is gone after the file's last test.
 *
 * @param config another configuration than the example's own
 */
export async function buildExample(
  name: string,
  config = join(DOCS, 'examples', name, 'vite.config.ts'),
): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), `kopai-example-${name}-`));
  atEnd(() => rm(outDir, { recursive: true, force: true }));
  await runVite(join(DOCS, 'examples', name), outDir, config);
  return outDir;
}

/** Vite's command. A warning of it is an error. */
export async function runVite(root: string, outDir: string, config?: string): Promise<void> {
  const args = ['build', root, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'];
  if (config) args.push('--config', config);
  // A test's environment says so in NODE_ENV; a user's build doesn't.
  const env = environmentWith({ NODE_ENV: 'production' });
  const { stderr } = await promisify(execFile)(join(DOCS, 'node_modules/.bin/vite'), args, { cwd: DOCS, env });
  if (stderr !== '') throw new Error(`${root} builds with warnings: ${stderr}`);
}
