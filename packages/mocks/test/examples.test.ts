import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage } from './page.ts';

const program = `
  import { Kopai } from '@kopai/sdk';
  import { startMocking } from '../examples/browser/start.ts';
  import preview from '../examples/storybook/preview.ts';
  import meta, * as stories from '../examples/storybook/wallet.stories.ts';

  Object.assign(globalThis, {
    async behindTheWorker() {
      const world = await startMocking();
      world.adjust('user:alice', 1_000_000n, 'From outside');
      const kopai = new Kopai({ session: world.session });
      const { data } = await kopai.quotes.list({ agent: ['brand-voice'] });
      return { available: String((await kopai.wallets.get('me')).available), quoted: data.map(({ agentId }) => agentId) };
    },
    async draw(name) {
      const { parameters = {} } = stories[name];
      const loaded = Object.assign({}, ...(await Promise.all(preview.loaders.map((load) => load({ parameters })))));
      const drawn = preview.decorators.reduceRight((story, wrap) => () => wrap(story, { parameters, loaded }), meta.render);
      document.body.replaceChildren(drawn());
    },
    isReady: true,
  });
`;

declare function behindTheWorker(): Promise<{ available: string; quoted: string[] }>;
declare function draw(name: string): Promise<void>;

let page: Page;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ page, close } = await openPage(program));
  await page.waitForFunction('isReady');
}, 60_000);
afterAll(() => close());

test('in a browser, behind the service worker, a page meets a world and does not know', async () => {
  expect(await page.evaluate(() => behindTheWorker())).toEqual({ available: '7000000', quoted: ['brand-voice'] });
});

test.each([
  ['Usual', /\b6\b/],
  ['Empty', /\b0\b/],
  ['InDebt', /12\.5/],
  ['BusyMonth', /Inbox Zero|Brand Voice/],
  ['ServerError', /req_/],
])('the story %s draws its world', async (name, shown) => {
  await page.evaluate((story) => draw(story), name);
  await page.waitForFunction(
    ([source]) => {
      const text = (root: ParentNode): string =>
        Array.from(root.querySelectorAll('*'), (element) => {
          const shadow = element.shadowRoot;
          return shadow ? `${shadow.textContent} ${text(shadow)}` : '';
        }).join(' ');
      return new RegExp(source ?? '').test(text(document));
    },
    [shown.source],
    { timeout: 10_000 },
  );
});
