import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import esbuild, { minify } from 'rollup-plugin-esbuild';

const target = 'es2022';
const pathOf = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The scripts of the demo's pages: one for each page, and what they have in common once. */
export default () => {
  rmSync(pathOf('dist'), { recursive: true, force: true });
  return [
    scripts(['site', 'marketplace', 'agent', 'wallet', 'knowledge'], 'chunks'),
    // The gallery carries the mocks: apart, so that the site's pages share no chunk with it.
    scripts(['gallery', 'gallery-badges'], 'gallery'),
  ];
};

function scripts(pages, chunks) {
  return {
    input: pages.map((page) => pathOf(`src/browser/${page}.ts`)),
    plugins: [
      nodeResolve({ browser: true, exportConditions: ['browser', 'production'], extensions: ['.ts', '.mjs', '.js'] }),
      esbuild({ target, tsconfig: false }),
      minify({ target, legalComments: 'none' }),
    ],
    // An import that stays as it is would fail in the browser alone.
    onLog(level, log, print) {
      if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
      print(level, log);
    },
    output: { dir: pathOf('dist'), format: 'es', chunkFileNames: `${chunks}/[name].js`, sourcemap: true },
  };
}
