import { posix } from 'node:path';
import type { SourceFile } from './source-file.ts';

/** A rule of the house. */
export interface Rule {
  readonly name: string;
  /** What breaks the rule in these files, one line each, with the place first. */
  check(files: readonly SourceFile[]): string[];
}

/** A rule that looks at each file by itself and names what is wrong with it. */
export function perFile(name: string, find: (file: SourceFile) => Iterable<{ line: number; text: string }>): Rule {
  return {
    name,
    check: (files) =>
      files.flatMap((file) => Array.from(find(file), ({ line, text }) => `${file.path}:${line} ${text}`)),
  };
}

/** Tests, benchmarks, the fuzzer and the chaos meet the house from outside, so the walls inside it don't bind them. */
export function isTest(path: string): boolean {
  return /\.test\.ts$/.test(path) || /^[^/]+(\/[^/]+)?\/(test|bench|fuzz|chaos)\//.test(path);
}

/** The package a file is in: `packages/sdk`, `server`, `demo`… */
export function packageOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'packages' ? `${first}/${second}` : first;
}

/** The file a relative import leads to, from the top of the workspace; undefined for an import of a package. */
export function targetOf(file: SourceFile, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(file.path), specifier) : undefined;
}

/** The name of the package an import names: `pg`, `@kopai/sdk`; undefined for relative ones. */
export function packageNamed(specifier: string): string | undefined {
  return /^(@[^/]+\/[^/]+|[^./@][^/]*)/.exec(specifier)?.[0];
}
