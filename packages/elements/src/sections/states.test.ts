import { createWorld, emptyWallet, fullWallet, slow, type World } from '@kopai/mocks';
import { emulateMedia } from '@web/test-runner-commands';
import { expect } from 'chai';
import { accessible } from '../../test/accessible.ts';
import { earningWorld } from '../../test/earning-world.ts';
import { clear, find, inside, shows, stage, until } from '../../test/stage.ts';

/** Long enough to see what an element shows while it loads, in milliseconds. */
const latencyMs = 250;

function late(world: World): World {
  world.weather.latencyMs = latencyMs;
  return world;
}

/** Sections, and the text by which each is known to be there. */
const sections = [
  ['kopai-topup', '', () => createWorld(), 'Pay $15.00'],
  ['kopai-auto-topup', '', () => createWorld(), 'Set up'],
  ['kopai-plan', '', () => createWorld(), 'Upgrade to Pro'],
  ['kopai-plan', 'compact', () => createWorld(), 'Upgrade to Pro'],
  ['kopai-budgets', 'wallet="org:acme"', () => createWorld(), 'Set a budget'],
  ['kopai-earnings', 'wallet="org:acme"', () => createWorld(), 'Connect Stripe'],
  ['kopai-chart', '', () => createWorld(), 'No spending yet.'],
  ['kopai-transactions', 'page-size="5"', () => fullWallet(), 'Load more'],
] as const;

describe('states', () => {
  afterEach(clear);

  for (const [name, attributes, makeWorld, text] of sections) {
    it(`is drawn in its size before it is there: ${name} ${attributes}`, async () => {
      stage(late(makeWorld()), `<${name} ${attributes}></${name}><p id="below">Below</p>`);
      const element = find(name);
      await until('shapes', () => element.shadowRoot?.querySelector('[aria-busy=true]') !== null);
      const before = element.getBoundingClientRect().height;
      await accessible(element);
      await shows(element, text);
      await element.updateComplete;
      // What stands below it may move by a line of text that wraps; a history ends in another page, or before.
      const line = name === 'kopai-transactions' ? 48 : 24;
      expect(Math.abs(element.getBoundingClientRect().height - before)).to.be.at.most(line);
      await accessible(element);
    });
  }

  it('shows the sections that can be had when one can not', async () => {
    const world = createWorld();
    world.weather.fail('wallets.transactions', 'wallet_forbidden', 1);
    stage(world, '<kopai-wallet></kopai-wallet>');
    const wallet = find('kopai-wallet');
    await shows(wallet, '6 credits');
    const history = inside(wallet, 'kopai-transactions');
    await shows(history, 'Try again');
    await shows(inside(wallet, 'kopai-plan'), 'Upgrade to Pro');
    await shows(inside(wallet, 'kopai-chart'), 'No spending yet.');
    await accessible(wallet);
  });

  it('moves nothing that a reader sees while a wallet fills in', async () => {
    let moved = 0;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) moved += (entry as PerformanceEntry & { readonly value: number }).value;
    });
    observer.observe({ type: 'layout-shift' });
    stage(slow(latencyMs), '<kopai-wallet></kopai-wallet>');
    const wallet = find('kopai-wallet');
    await shows(wallet, '6 credits');
    await shows(inside(wallet, 'kopai-plan'), 'Upgrade to Pro');
    await shows(inside(wallet, 'kopai-transactions'), 'Adjustment');
    await new Promise((resolve) => setTimeout(resolve, 100));
    observer.disconnect();
    // Below 0.1 is what web.dev calls good.
    expect(moved).to.be.lessThan(0.02);
  });

  it('takes a name of a member for text, whatever it is', async () => {
    const world = earningWorld();
    world.organizations.setBudget('acme', 'bob', { limit: 5_000_000n, period: 'month' });
    stage(world, '<kopai-budgets wallet="org:acme"></kopai-budgets>');
    const budgets = find('kopai-budgets');
    budgets.memberName = () => '<img src=x onerror="document.title = \'taken\'">';
    await shows(budgets, '<img src=x');
    expect(budgets.shadowRoot?.querySelector('img')).to.equal(null);
    expect(document.title).not.to.equal('taken');
  });

  it('counts to where it is going from where it was interrupted, and says the end alone', async () => {
    const world = createWorld();
    stage(world, '<kopai-wallet></kopai-wallet>');
    const wallet = find('kopai-wallet');
    await shows(wallet, '6 credits');
    const number = () => Number(inside(wallet, '.number').textContent);
    world.adjust('user:alice', 1_000_000_000n, 'A gift');
    await until('on its way', () => number() > 100 && number() < 1006);
    expect(inside(wallet, '.balance .hidden').textContent?.trim()).to.equal('1,006 credits');
    const at = number();
    world.adjust('user:alice', -1_000_000_000n, 'Taken back');
    await until('on its way back', () => number() < at);
    await until('arrived', () => number() === 6);
    await until('said', () => document.querySelector('[aria-live]')?.textContent === 'Balance: 6 credits');
  });

  it('stands still for readers who want less motion', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    const world = createWorld();
    world.weather.delay('wallets.transactions', latencyMs);
    stage(world, '<kopai-wallet></kopai-wallet>');
    const wallet = find('kopai-wallet');
    await shows(wallet, '6 credits');
    await shows(inside(wallet, 'kopai-chart'), 'No spending yet.');
    const seen = new Set<string | null>();
    const observer = new MutationObserver(() => seen.add(inside(wallet, '.number').textContent));
    observer.observe(inside(wallet, '.balance'), { subtree: true, characterData: true, childList: true });
    world.adjust('user:alice', 100_000_000n, 'A gift');
    await until('arrived', () => inside(wallet, '.number').textContent === '106');
    observer.disconnect();
    expect([...seen]).to.deep.equal(['106']);
    expect(document.getAnimations()).to.deep.equal([]);
    await emulateMedia({ reducedMotion: 'no-preference' });
  });

  for (const media of [{ colorScheme: 'dark' }, { forcedColors: 'active' }] as const) {
    it(`can be read by everybody in other colours: ${JSON.stringify(media)}`, async () => {
      await emulateMedia(media);
      const { provider } = stage(
        fullWallet(),
        '<kopai-wallet></kopai-wallet><kopai-wallet wallet="org:acme"></kopai-wallet>',
      );
      provider.style.colorScheme = 'light dark';
      const [own, acme] = document.querySelectorAll('kopai-wallet');
      if (!own || !acme) throw new Error('not both');
      await shows(own, '191 credits');
      await shows(inside(own, 'kopai-plan'), 'Upgrade to Pro');
      await shows(inside(acme, 'kopai-earnings'), 'Connect Stripe');
      inside(own, 'button[aria-expanded]').click();
      await own.updateComplete;
      await shows(inside(own, 'kopai-topup'), 'Pay $15.00');
      await accessible(own);
      await accessible(acme);
      await emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
    });
  }

  it('shows an empty wallet whole, in every section', async () => {
    stage(emptyWallet(), '<kopai-wallet></kopai-wallet>');
    const wallet = find('kopai-wallet');
    await shows(wallet, 'Top up to start sending messages.');
    await shows(inside(wallet, 'kopai-chart'), 'No spending yet.');
    await accessible(wallet);
  });
});
