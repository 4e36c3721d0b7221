import { join } from 'node:path';
import { defineConfig } from 'vite';
import { DOCS } from '../src/docs-folder.ts';

/** The React example with the React before. */
export default defineConfig({
  resolve: {
    alias: { react: join(DOCS, 'node_modules/react-18'), 'react-dom': join(DOCS, 'node_modules/react-dom-18') },
  },
});
