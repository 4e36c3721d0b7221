import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programOf, show, WORKSPACE } from './suites/command.ts';

/**
 * Writes the declaration files of every published package into its `dist`, beside what `rollup` put there. One compiler
 * run sees all packages: they import each other's sources, which a run for each would take for its own.
 */
async function buildTypes(): Promise<number> {
  const folders = globSync('packages/*/package.json', { cwd: WORKSPACE })
    .filter((path) => JSON.parse(readFileSync(join(WORKSPACE, path), 'utf8')).private !== true)
    .map((path) => join(path, '..'));
  // Inside the workspace, because the compiler looks for the packages' dependencies upwards from here.
  const draft = mkdtempSync(join(WORKSPACE, 'node_modules/.types-'));
  try {
    const project = join(draft, 'tsconfig.json');
    writeFileSync(project, JSON.stringify(configuration(folders)));
    const code = await show(programOf('.', 'tsc'), ['--project', project]);
    if (code !== 0) return code;
    for (const folder of folders) {
      const declarations = join(draft, 'out', folder.replace(/^packages\//, ''), 'src');
      if (existsSync(declarations)) cpSync(declarations, join(WORKSPACE, folder, 'dist'), { recursive: true });
    }
    return 0;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function configuration(folders: readonly string[]): object {
  return {
    extends: join(WORKSPACE, 'tsconfig.json'),
    compilerOptions: {
      lib: ['ES2024', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
      types: ['node'],
      typeRoots: [join(WORKSPACE, 'node_modules/@types')],
      rootDir: join(WORKSPACE, 'packages'),
      outDir: './out',
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rewriteRelativeImportExtensions: true,
    },
    include: folders.map((folder) => join(WORKSPACE, folder, 'src')),
    exclude: ['**/*.test.ts'].map((glob) => join(WORKSPACE, 'packages', glob)),
  };
}

process.exitCode = await buildTypes();
