import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { countLiveThings, type LiveThings } from './live-things.ts';
import { openGallery } from './open-gallery.ts';

/** Elements that come and go, as routers and virtual lists have them do: nothing may stay behind. */

let page: Page;
let complaints: readonly string[];
let show: (parameters: Readonly<Record<string, string>>) => Promise<void>;

beforeAll(async () => {
  const gallery = await openGallery();
  const tab = await gallery.open('/gallery', { viewport: { width: 1040, height: 900 } });
  await tab.page.addInitScript(`(${countLiveThings})()`);
  await tab.page.reload();
  ({ page, complaints, show } = tab);
});

const times = 200;

const liveThings = () => page.evaluate(() => (globalThis as unknown as { liveThings: () => LiveThings }).liveThings());

/** Takes an element off the page and puts it back, each time after it has had a moment to begin something. */
const comeAndGo = (selector: string, count: number) =>
  page.evaluate(
    async ([selector, count]) => {
      const element = document.querySelector(selector);
      const place = element?.parentElement;
      if (!element || !place) throw new Error(`there is no ${selector}`);
      for (let time = 0; time < count; time++) {
        element.remove();
        if (time % 10 === 0) await new Promise((resolve) => requestAnimationFrame(resolve));
        place.append(element);
        await (time % 10 === 5 ? new Promise((resolve) => requestAnimationFrame(resolve)) : Promise.resolve());
      }
    },
    [selector, count] as const,
  );

const subjects = [
  ['badge-details', 'kopai-cost-badge'],
  ['wallet-full', 'kopai-wallet'],
  ['wallet-creator', 'kopai-wallet'],
  ['topup-processing', 'kopai-topup'],
  ['topup-inside', 'kopai-topup'],
  ['plan-past-due', 'kopai-plan'],
] as const;

test.each(subjects)('%s holds on to no more after it came and went 200 times', async (state, element) => {
  await show({ state });
  await expect.poll(() => page.locator('[data-stage=ready]').count()).toBe(1);
  // The first time, things are made that a page keeps for good, such as its one observer.
  await comeAndGo(`.stage ${element}`, 1);
  await page.waitForTimeout(500);
  const before = await liveThings();
  await comeAndGo(`.stage ${element}`, times);
  await expect.poll(liveThings, { timeout: 5_000 }).toEqual(before);
  expect(complaints).toEqual([]);
});

test('what has gone is collected', async () => {
  for (const [state, element] of subjects) {
    await show({ state });
    await page.evaluate((selector) => {
      const gone = (Reflect.get(globalThis, 'gone') ?? []) as WeakRef<Element>[];
      const found = document.querySelector(selector);
      if (!found) throw new Error(`there is no ${selector}`);
      const inner = [...(found.shadowRoot?.querySelectorAll('*') ?? [])].filter(({ shadowRoot }) => shadowRoot);
      for (const each of [found, ...inner]) gone.push(new WeakRef(each));
      Reflect.set(globalThis, 'gone', gone);
    }, `.stage ${element}`);
  }
  await show({ state: 'budgets-empty' });
  const left = async () => {
    await page.requestGC();
    return page.evaluate(() =>
      (Reflect.get(globalThis, 'gone') as WeakRef<Element>[]).flatMap((each) => each.deref()?.localName ?? []),
    );
  };
  await expect.poll(left, { timeout: 10_000 }).toEqual([]);
});
