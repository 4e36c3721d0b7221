import { defineConfig } from 'vitepress';
import { sidebar } from './sidebar.ts';

/** The site of the docs. It lives under the server's `/docs/guide/`; nothing in it is loaded from elsewhere. */
export default defineConfig({
  title: 'Kopai credits',
  description: 'The prepaid credit wallet that AI marketplaces embed',
  lang: 'en',
  base: '/docs/guide/',
  srcExclude: ['README.md', 'node_modules/**', 'examples/**', 'snippets/**', 'test/**'],
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/docs/guide/mark.svg' }]],
  outDir: '.vitepress/dist',
  cleanUrls: false,
  // The server's policy allows scripts from its own files: what pages share is a file of its own.
  metaChunk: true,
  // A link that leads nowhere fails the build.
  ignoreDeadLinks: false,
  // Its tables have ten columns, which need the room of the outline.
  transformPageData: (page) => {
    if (page.relativePath === 'performance.md') page.frontmatter.aside = false;
  },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('kopai-') } } },
  themeConfig: {
    logo: { src: '/mark.svg', alt: '' },
    search: { provider: 'local' },
    outline: [2, 3],
    notFound: {
      title: 'There is no such page',
      quote: 'It may have moved. The search knows every page.',
      linkText: 'To the start',
      linkLabel: 'To the start of the guide',
    },
    nav: [
      { text: 'Quick start', link: '/guide/quick-start-html' },
      { text: 'Money rules', link: '/guide/money' },
      { text: 'Elements', link: '/reference/elements/kopai-wallet' },
      { text: 'API', link: '/reference/api/charges' },
      { text: 'SDK', link: '/reference/sdk/' },
    ],
    sidebar: sidebar(),
  },
  vite: {
    // The workspace's packages are TypeScript sources here, and are bundled like the site's own.
    ssr: { noExternal: [/^@kopai\//] },
    // VitePress's own esbuild is older than the year that the packages are written for, and says so of each file.
    esbuild: { tsconfigRaw: { compilerOptions: { target: 'es2022' } } },
    build: { chunkSizeWarningLimit: 1_500 },
  },
});
