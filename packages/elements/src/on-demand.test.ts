import { createWorld, mockFetch } from '@kopai/mocks';
import { expect } from 'chai';
import { clear, inside, shows, until } from '../test/stage.ts';

/** Tells the page that it has come to rest; undefined until it has loaded. */
let comeToRest: (() => void) | undefined;

/** A page of its own: nothing is defined there until `all.js` is loaded. */
async function emptyPage(markup: string): Promise<Window & typeof globalThis> {
  comeToRest = undefined;
  const frame = document.createElement('iframe');
  frame.style.cssText = 'inline-size: 800px; block-size: 600px';
  document.body.append(frame);
  const page = frame.contentWindow;
  if (!page) throw new Error('a frame in no document has no page');
  page.document.body.innerHTML = markup;
  // A page comes to rest when its test says so: what was loaded before is then no race.
  page.requestIdleCallback = (act) => {
    comeToRest = () => act({ didTimeout: false, timeRemaining: () => 50 });
    return 1;
  };
  const loader = page.document.createElement('script');
  loader.type = 'module';
  loader.src = new URL('./on-demand.define.ts', import.meta.url).href;
  page.document.head.append(loader);
  return page as Window & typeof globalThis;
}

/** The modules that a page has asked for. */
const loadedBy = (page: Window): string[] => page.performance.getEntriesByType('resource').map(({ name }) => name);

const isLoaded = (page: Window, name: string) => loadedBy(page).some((url) => url.includes(`/${name}.define.ts`));

describe('loading on demand', () => {
  afterEach(clear);

  it('defines what is on the page at once, and what is added later', async () => {
    const page = await emptyPage('<kopai-cost-badge agent="brand-voice">0.5 credits / message</kopai-cost-badge>');
    await page.customElements.whenDefined('kopai-cost-badge');
    expect(isLoaded(page, 'earnings')).to.equal(false);
    const section = page.document.createElement('div');
    section.innerHTML = '<p><kopai-plan></kopai-plan></p>';
    page.document.body.append(section);
    await page.customElements.whenDefined('kopai-plan');
    expect(isLoaded(page, 'plan')).to.equal(true);
  });

  it('keeps what an element was given before it was defined', async () => {
    const world = createWorld();
    const page = await emptyPage('<kopai-provider base-url="https://kopai.invalid"></kopai-provider>');
    const wallet = page.document.createElement('kopai-wallet');
    const provider = page.document.querySelector('kopai-provider');
    if (!provider) throw new Error('there is no provider');
    Object.assign(provider, { fetch: mockFetch(world), fetchSession: () => world.session?.() });
    Object.assign(wallet, { heading: 'My credits', noTopup: true });
    provider.append(wallet);
    await page.customElements.whenDefined('kopai-wallet');
    await shows(wallet, 'My credits');
    await shows(wallet, '6 credits');
    await until('its sections are there', () => inside(wallet, 'kopai-transactions').shadowRoot !== null);
    expect(wallet.shadowRoot?.textContent).not.to.include('Top up');
    expect(isLoaded(page, 'topup')).to.equal(false);
  });

  it('defines the rest once the page is at rest, for shadow trees and scripts', async () => {
    const page = await emptyPage('<main></main>');
    const host = page.document.createElement('div');
    host.attachShadow({ mode: 'open' }).innerHTML = '<kopai-budgets></kopai-budgets>';
    page.document.body.append(host);
    await until('the page waits for its rest', () => comeToRest !== undefined);
    expect(isLoaded(page, 'budgets')).to.equal(false);
    comeToRest?.();
    await page.customElements.whenDefined('kopai-budgets');
    await page.customElements.whenDefined('kopai-earnings');
    expect(page.customElements.get('kopai-wallet')).not.to.equal(undefined);
  });
});
