import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { createWorld } from '@kopai/mocks';
import { environmentWith } from '@kopai/workshop';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOCS } from '../src/docs-folder.ts';
import { builtElements } from './built-elements.ts';
import { runVite } from './built-example.ts';
import { openBrowser } from './open-browser.ts';
import { serveWorld } from './serve-world.ts';
import { siteOf } from './site-of.ts';

const visit = await openBrowser();
const run = promisify(execFile);
const top = join(DOCS, '..');

/** What `npm install @kopai/react @kopai/elements @kopai/sdk` brings of ours. */
const published = ['contracts', 'sdk', 'elements', 'react'];

describe('in an empty project, with the packages as they are packed', () => {
  let project: string;

  beforeAll(async () => {
    await builtElements();
    project = await mkdtemp(join(tmpdir(), 'kopai-stranger-'));
    writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    for (const name of published) await install(name);
    link('vite', join(DOCS, 'node_modules/vite'));
    for (const name of ['react', 'react-dom']) link(name, join(DOCS, 'node_modules', name));
    for (const path of ['react', 'html', 'fetch-session.ts', 'card.css'])
      cpSync(join(DOCS, 'examples', path), join(project, path), { recursive: true });
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  /** Packs a package, and unpacks it where npm would; what it depends on is taken from here instead of from the registry. */
  async function install(name: string): Promise<void> {
    const source = join(top, 'packages', name);
    const { stdout } = await run('pnpm', ['pack', '--json', '--pack-destination', project], {
      cwd: source,
      env: environmentWith({}),
    });
    const { filename } = JSON.parse(stdout);
    const target = join(project, 'node_modules/@kopai', name);
    mkdirSync(target, { recursive: true });
    await run('tar', ['-xzf', join(project, filename.split('/').at(-1)), '--strip-components=1', '-C', target]);
    const { dependencies = {} } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
    for (const dependency of Object.keys(dependencies))
      if (!dependency.startsWith('@kopai/')) link(dependency, join(source, 'node_modules', dependency));
  }

  function link(name: string, target: string): void {
    const path = join(project, 'node_modules', name);
    mkdirSync(dirname(path), { recursive: true });
    try {
      symlinkSync(target, path);
    } catch (error) {
      // Two packages depend on it: it is there.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }

  /** The card shows its price, and the wallet its balance. */
  async function standsAt(url: string): Promise<void> {
    const { page, complaints } = await visit(url);
    await page.locator('kopai-cost-badge').getByRole('button').click();
    await page.getByText('Publisher add-on').waitFor();
    await page.locator('kopai-wallet').getByText('6', { exact: true }).first().waitFor();
    expect(complaints).toEqual([]);
  }

  test('the page of the quick start for React stands', async () => {
    const built = join(project, 'built');
    await runVite(join(project, 'react'), built, join(project, 'react/vite.config.ts'));
    await standsAt(await serveWorld(createWorld(), siteOf(['/', built])));
  });

  test('the page of the quick start for plain HTML stands', async () => {
    const cdn = join(project, 'node_modules/@kopai/elements/dist/cdn');
    await standsAt(
      await serveWorld(createWorld(), siteOf(['/kopai/', cdn], ['/', join(project, 'html')], ['/', project])),
    );
  });
});
