import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import esbuild, { minify } from 'rollup-plugin-esbuild';
import demo from './demo/rollup.config.mjs';

/** Every current browser and Node 22 run this without help; class fields keep their standard meaning. */
const TARGET = 'es2022';

/** The licenses of what a CDN file carries, in place of a comment for each of its modules. */
const BANNER = '/*! Kopai credits, Apache-2.0; with Lit (BSD-3-Clause) and zod (MIT) */';

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
    plugins: [esbuild({ target: TARGET, tsconfig: false })],
    output: {
      dir: join(folder, 'dist'),
      format: 'es',
      preserveModules: true,
      preserveModulesRoot: join(folder, 'src'),
      sourcemap: true,
    },
  };
}

/** For a CDN: one minified file that holds everything it needs. */
function forCdn(source) {
  return {
    input: source,
    plugins: [
      nodeResolve({ browser: true, exportConditions: ['browser', 'production'], extensions: ['.ts', '.mjs', '.js'] }),
      esbuild({ target: TARGET, tsconfig: false }),
      minify({ target: TARGET, legalComments: 'none', banner: BANNER }),
    ],
    output: {
      file: join('packages/elements/dist/cdn', basename(source).replace(/\.define\.ts$/, '.js')),
      format: 'es',
      inlineDynamicImports: true,
      sourcemap: true,
    },
  };
}

export default () => {
  const packages = listPackages().filter((pkg) => entriesOf(pkg).length > 0);
  for (const { folder } of packages) rmSync(join(folder, 'dist'), { recursive: true, force: true });
  const elements = globSync(['packages/elements/src/*/*.define.ts', 'packages/elements/src/all.define.ts']).sort();
  return [...packages.map(forNpm), ...elements.map(forCdn), demo()];
};
