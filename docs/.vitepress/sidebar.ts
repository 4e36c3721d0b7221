import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DefaultTheme } from 'vitepress';
import { titleOf } from '../src/api-pages.ts';
import { DOCS } from '../src/docs-folder.ts';

type Item = DefaultTheme.SidebarItem;

const page = (text: string, link: string): Item => ({ text, link });

/** What is written by hand, in the order it is read. */
const written: Item[] = [
  {
    text: 'Quick start',
    items: [
      page('Plain HTML', '/guide/quick-start-html'),
      page('React', '/guide/quick-start-react'),
      page('Next.js', '/guide/quick-start-next'),
      page('Vue', '/guide/quick-start-vue'),
      page('Svelte', '/guide/quick-start-svelte'),
      page('Your backend', '/guide/quick-start-backend'),
    ],
  },
  {
    text: 'Embedding',
    items: [
      page('How embeds work', '/guide/embedding'),
      page('Theming', '/guide/theming'),
      page('Languages', '/guide/languages'),
      page('Accessibility', '/guide/accessibility'),
      page('Content security policy', '/guide/csp'),
      page('Testing with mocks', '/guide/testing'),
    ],
  },
  {
    text: 'Money',
    items: [
      page('The rules of the money', '/guide/money'),
      page('Charging for a message', '/guide/charging'),
      page('Creators and payouts', '/guide/payouts'),
      page('Webhooks', '/guide/webhooks'),
    ],
  },
  {
    text: 'Running it',
    items: [
      page('Setting up Stripe', '/guide/stripe'),
      page('Going live', '/guide/going-live'),
      page('Operations', '/guide/operations'),
      page('The operator’s page', '/guide/operator-page'),
      page('Backup and restore', '/guide/backup'),
      page('Upgrading', '/guide/upgrading'),
      page('Changing secrets', '/guide/rotation'),
      page('Performance', '/performance'),
      page('Scaling', '/guide/scaling'),
      page('Security model', '/guide/security'),
      page('Threat model', '/security'),
    ],
  },
];

/** The pages of a generated folder, by their names. */
const generated = (folder: string, textOf: (name: string) => string): Item[] =>
  globSync(`reference/${folder}/*.md`, { cwd: DOCS })
    .sort()
    .map((path) => basename(path, '.md'))
    .map((name) => page(textOf(name), `/reference/${folder}/${name}`));

/** What a page calls itself, in its first line. */
const headingOf = (path: string): string =>
  /^# (.+)$/m.exec(readFileSync(join(DOCS, path), 'utf8'))?.[1] ?? basename(path, '.md');

/** A list for each part of the site, so that none has to be folded. Made when the site is built, after the reference was written. */
export const sidebar = (): Record<string, Item[]> => ({
  '/': [
    ...written,
    {
      text: 'Reference',
      items: [
        page('Elements', '/reference/elements/kopai-wallet'),
        page('HTTP API', '/reference/api/charges'),
        page('SDK', '/reference/sdk/'),
        page('Error codes', '/reference/errors'),
        page('Decisions', '/decisions/0001-postgresql-everywhere'),
      ],
    },
  ],
  '/reference/': [
    page('← The guide', '/guide/quick-start-html'),
    {
      text: 'Reference',
      items: [page('SDK', '/reference/sdk/'), page('Error codes', '/reference/errors')],
    },
    // What names an element would be one in the list.
    { text: 'Elements', items: generated('elements', (name) => `&lt;${name}&gt;`) },
    { text: 'HTTP API', items: generated('api', titleOf) },
  ],
  '/decisions/': [
    page('← The guide', '/guide/quick-start-html'),
    {
      text: 'Decisions',
      items: globSync('decisions/*.md', { cwd: DOCS })
        .sort()
        .map((path) => page(headingOf(path), `/decisions/${basename(path, '.md')}`)),
    },
  ],
});
