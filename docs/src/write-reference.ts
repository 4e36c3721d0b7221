import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Application, type TypeDocOptions } from 'typedoc';
import { apiPages } from './api-pages.ts';
import { DOCS } from './docs-folder.ts';
import { elementPages } from './element-pages.ts';
import { errorsPage } from './errors-page.ts';

const json = (path: string) => JSON.parse(readFileSync(join(DOCS, path), 'utf8'));

/**
 * Writes `reference/` anew: the API from its OpenAPI document, the elements from their manifest, the errors from their table, and the SDK
 * from its types. None of it is committed: each is made from something that is.
 */
export async function writeReference(): Promise<void> {
  rmSync(join(DOCS, 'reference'), { recursive: true, force: true });
  const pages = [
    ...[...apiPages(json('openapi.json'))].map(([name, text]) => [`api/${name}`, text] as const),
    ...[...elementPages(json('../packages/elements/custom-elements.json'))].map(
      ([name, text]) => [`elements/${name}`, text] as const,
    ),
    ['errors.md', errorsPage()] as const,
  ];
  for (const [name, text] of pages) {
    const path = join(DOCS, 'reference', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${text}\n`);
  }
  await writeSdkReference();
}

/** The SDK's types and their comments, as Markdown. A warning is an error: a link that leads nowhere is noticed here. */
async function writeSdkReference(): Promise<void> {
  const options: TypeDocOptions & Record<string, unknown> = {
    entryPoints: [join(DOCS, '../packages/sdk/src/index.ts')],
    tsconfig: join(DOCS, 'tsconfig.sdk.json'),
    plugin: ['typedoc-plugin-markdown'],
    out: join(DOCS, 'reference/sdk'),
    readme: 'none',
    name: '@kopai/sdk',
    excludePrivate: true,
    excludeInternal: true,
    excludeExternals: true,
    disableSources: true,
    hideBreadcrumbs: true,
    hidePageHeader: true,
    useCodeBlocks: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    entryFileName: 'index',
    logLevel: 'Warn',
  };
  const application = await Application.bootstrapWithPlugins(options);
  const project = await application.convert();
  if (!project || application.logger.hasErrors()) throw new Error('the SDK reference could not be made');
  await application.generateOutputs(project);
}
