import { gzipSync } from 'node:zlib';
import { type OutputChunk, rollup } from 'rollup';
import { parseAst } from 'rollup/parseAst';
import type { CdnBuild } from '../cdn/cdn-builds.ts';

/** The chunks of a build, by the names of their files without hashes: `all.js`, `chunks/client.js`. */
export type BuiltChunks = ReadonlyMap<string, OutputChunk>;

/** Builds in memory. */
export async function builtChunks({ output, ...input }: CdnBuild): Promise<BuiltChunks> {
  const bundle = await rollup(input);
  try {
    const { output: files } = await bundle.generate(output);
    const chunks = files.filter((file) => file.type === 'chunk');
    return new Map(chunks.map((chunk) => [plain(chunk.fileName), chunk]));
  } finally {
    await bundle.close();
  }
}

const plain = (fileName: string): string => fileName.replace(/-[\w-]{8}\.js$/, '.js');

/** The gzipped bytes of these files and of all that they import, each file on its own, as a server sends them. */
export function loadedBytes(chunks: BuiltChunks, ...names: readonly string[]): number {
  const loaded = new Set<string>();
  const load = (name: string) => {
    if (loaded.has(name)) return;
    loaded.add(name);
    for (const imported of chunkAt(chunks, name).imports) if (chunks.has(plain(imported))) load(plain(imported));
  };
  for (const name of names) load(name);
  return [...loaded].reduce((bytes, name) => bytes + fileBytes(chunks, name), 0);
}

/** The gzipped bytes of one file. */
export const fileBytes = (chunks: BuiltChunks, name: string): number =>
  gzipSync(chunkAt(chunks, name).code, { level: 9 }).length;

/**
 * The gzipped bytes of what one file says and how it looks: its texts, templates and styles, without the program around them. It can't get
 * smaller than that without showing less.
 */
export const contentBytes = (chunks: BuiltChunks, name: string): number => textBytes(chunkAt(chunks, name).code);

/** The gzipped bytes of all texts in a program. */
export function textBytes(code: string): number {
  const texts: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, value } = node as { readonly type?: unknown; readonly value?: unknown };
    if (type === 'Literal' && typeof value === 'string') texts.push(value);
    if (type === 'TemplateElement') texts.push((value as { readonly raw: string }).raw);
    Object.values(node).forEach(visit);
  };
  visit(parseAst(code));
  return gzipSync(texts.join('\n'), { level: 9 }).length;
}

function chunkAt(chunks: BuiltChunks, name: string): OutputChunk {
  const chunk = chunks.get(name);
  if (!chunk) throw new RangeError(`the build has no ${name}, but ${[...chunks.keys()].join(', ')}`);
  return chunk;
}
