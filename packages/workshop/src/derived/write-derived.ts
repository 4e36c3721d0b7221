import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { WORKSPACE } from '../suites/command.ts';
import { derivedFiles } from './derived-files.ts';

// Writes every committed file that is made from others. The suite `derived` fails when one of them is not what this would write.
for (const [path, text] of derivedFiles()) {
  mkdirSync(dirname(join(WORKSPACE, path)), { recursive: true });
  writeFileSync(join(WORKSPACE, path), text);
  console.log(path);
}
