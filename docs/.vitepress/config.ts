import { defineConfig } from 'vitepress';
import { sidebar } from './sidebar.ts';

/** The site of the docs. It lives under the server's `/docs/guide/`; nothing in it is loaded from elsewhere. */
export default defineConfig({
  title: 'Kopai credits',
  description: 'The prepaid credit wallet that AI marketplaces embed',
  lang: 'en',
  base: '/docs/guide/',
  srcExclude: ['README.md', 'node_modules/**'],
  outDir: '.vitepress/dist',
  cleanUrls: false,
  // The server's policy allows scripts from its own files: what pages share is a file of its own.
  metaChunk: true,
  // A link that leads nowhere fails the build.
  ignoreDeadLinks: false,
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Quick start', link: '/guide/quick-start-html' },
      { text: 'Money rules', link: '/guide/money' },
      { text: 'API', link: '/reference/api/charges' },
      { text: 'SDK', link: '/reference/sdk/' },
    ],
    sidebar: sidebar(),
  },
  vite: {
    // The workspace's packages are TypeScript sources here, and are bundled like the site's own.
    ssr: { noExternal: [/^@kopai\//] },
    build: { chunkSizeWarningLimit: 1_500 },
  },
});
