import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/** Importers that these packages are not for: they are modules, which CommonJS of old and TypeScript's first resolution can't name. */
const notServed: readonly string[] = ['node10', 'node16-cjs'];

/** The files that have to be in every tarball, beside what the manifest names. */
const required = ['package.json', 'README.md', 'LICENSE'];

/** What is wrong with a packed package, in sentences: with what it exports, its types, or what is missing from it. */
export async function faultsOf(tarball: Uint8Array<ArrayBuffer>): Promise<string[]> {
  return [...missingFrom(tarball), ...(await wrongManifest(tarball)), ...(await wrongTypes(tarball))];
}

function missingFrom(tarball: Uint8Array): string[] {
  const files = createPackageFromTarballData(tarball);
  const path = (name: string) => `/node_modules/${files.packageName}/${name}`;
  const manifest: unknown = JSON.parse(files.readFile(path('package.json')));
  const fields = ['repository', 'homepage', 'bugs', 'keywords', 'engines', 'license', 'description'];
  return [
    ...required.filter((name) => !files.fileExists(path(name))).map((name) => `${name} is not in it`),
    ...fields
      .filter((name) => typeof manifest !== 'object' || manifest === null || !(name in manifest))
      .map((name) => `its manifest has no ${name}`),
  ];
}

async function wrongManifest(tarball: Uint8Array<ArrayBuffer>): Promise<string[]> {
  const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer }, level: 'suggestion', strict: true });
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`);
}

async function wrongTypes(tarball: Uint8Array): Promise<string[]> {
  const checked = await checkPackage(createPackageFromTarballData(tarball), { excludeEntrypoints: [/\.json$/] });
  if (!checked.types) return ['it has no types'];
  return checked.problems
    .filter((problem) => !('resolutionKind' in problem && notServed.includes(problem.resolutionKind)))
    .map((problem) => `types: ${problem.kind} ${JSON.stringify(problem)}`);
}
