import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programOf, WORKSPACE } from '../suites/command.ts';
import { editorFiles } from './editors.ts';
import { frameworkFiles } from './frameworks.ts';
import { llmsText } from './llms.ts';
import { elementsOf, readManifest } from './manifest.ts';

/** Committed files that are made from the elements' manifest, by their path from the top of the workspace. */
export function derivedFiles(): Map<string, string> {
  const manifest = readManifest();
  const elements = elementsOf(manifest);
  const { version } = JSON.parse(readFileSync(join(WORKSPACE, 'packages/elements/package.json'), 'utf8'));
  const files: [path: string, text: string][] = [
    ['packages/elements/custom-elements.json', JSON.stringify(manifest)],
    ...editorFiles(manifest, String(version)),
    ...frameworkFiles(elements),
    ['packages/elements/llms.txt', llmsText(elements)],
  ];
  return new Map(files.map(([path, text]) => [path, path.endsWith('.txt') ? text : formatted(path, text)]));
}

/** As the house writes: a derived file is read by people too, in the editor and in a change. */
function formatted(path: string, text: string): string {
  const { stdout, stderr, status } = spawnSync(
    programOf('.', 'biome'),
    ['check', '--write', `--stdin-file-path=${path}`],
    {
      cwd: WORKSPACE,
      input: text,
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`${path} could not be formatted: ${stderr}`);
  return stdout;
}
