import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import esbuild from 'rollup-plugin-esbuild';
import demo from './demo/rollup.config.mjs';
import { cdnBuilds, TARGET } from './packages/workshop/src/cdn/cdn-builds.ts';
import { minifyTemplates } from './packages/workshop/src/cdn/minify-templates.ts';

/** The packages that are published, with their manifests. */
function listPackages() {
  return globSync('packages/*/package.json')
    .sort()
    .map((path) => ({ folder: join(path, '..'), manifest: JSON.parse(readFileSync(path, 'utf8')) }))
    .filter(({ manifest }) => !manifest.private);
}

/** The sources npm users can name: each entry of `exports`, as far as it is written. */
function entriesOf({ folder, manifest }) {
  return Object.values(manifest.exports)
    .filter((source) => source.endsWith('.ts'))
    .map((source) => join(folder, source))
    .filter((source) => existsSync(source));
}

/** For npm: a module for each source, so that users' bundlers drop what isn't used. Dependencies stay outside. */
function forNpm(pkg) {
  const { folder, manifest } = pkg;
  const outside = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  return {
    input: entriesOf(pkg),
    external: (id) => id.startsWith('node:') || outside.some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [esbuild({ target: TARGET, tsconfig: false }), minifyTemplates()],
    output: {
      dir: join(folder, 'dist'),
      format: 'es',
      preserveModules: true,
      preserveModulesRoot: join(folder, 'src'),
      sourcemap: true,
    },
  };
}

export default () => {
  const packages = listPackages().filter((pkg) => entriesOf(pkg).length > 0);
  for (const { folder } of packages) rmSync(join(folder, 'dist'), { recursive: true, force: true });
  return [...packages.map(forNpm), ...cdnBuilds(), ...demo()];
};
