import { createWorld, type World } from '@kopai/mocks';
import { expect } from 'chai';
import { accessible } from '../../test/accessible.ts';
import { type FakeStripe, fakeStripe } from '../../test/fake-stripe.ts';
import { clear, find, inside, shows, stage, until } from '../../test/stage.ts';
import { EmbeddedCheckoutError } from './load-stripe.ts';

/** Puts markup into a page whose provider has Stripe's key. */
function stageWith(world: World, markup: string, { loadStripe }: Pick<FakeStripe, 'loadStripe'>) {
  const staged = stage(world, markup);
  staged.provider.stripeKey = 'pk_test_kopai';
  staged.provider.loadStripe = loadStripe;
  return staged;
}

const element = '<kopai-topup ui-mode="embedded"></kopai-topup>';
const payButton = '[part=pay]';

/** What a browser was made to load of Stripe's. */
const stripeScripts = () => [
  ...document.querySelectorAll('script[src*="stripe.com"]'),
  ...performance.getEntriesByType('resource').filter(({ name }) => /stripe-js|js\.stripe\.com/.test(name)),
];

describe('embedded checkout', () => {
  afterEach(clear);

  it('is paid in a node of the page, and followed to its end', async () => {
    const world = createWorld();
    const stripe = fakeStripe();
    const { asked } = stageWith(world, element, stripe);
    const topup = find('kopai-topup');
    await shows(topup, 'Pay $15.00');
    await shows(topup, 'You pay here');
    expect(stripe.keys).to.deep.equal([]);
    inside(topup, payButton).click();
    await until('mounted', () => stripe.forms[0]?.node !== undefined);
    const [form] = stripe.forms;
    if (!form?.node) throw new Error('no form');
    expect(stripe.keys).to.deep.equal(['pk_test_kopai']);
    expect(form.clientSecret).to.match(/^mock_secret_top_/);
    expect(form.node.getRootNode()).to.equal(document);
    expect(form.node.assignedSlot).to.equal(inside(topup, 'slot'));
    expect(topup.shadowRoot?.activeElement?.textContent).to.equal('150 credits · $15.00');
    await accessible(topup);
    world.pay(form.clientSecret?.replace('mock_secret_', '') ?? '');
    form.complete();
    await shows(topup, '150 credits added');
    expect(form.destroyed).to.equal(true);
    expect(topup.children).to.have.length(0);
    expect(asked.filter(({ method }) => method === 'POST')).to.have.length(1);
  });

  it('is taken away by going back, and by removing the element', async () => {
    const stripe = fakeStripe();
    stageWith(createWorld(), element, stripe);
    const topup = find('kopai-topup');
    await shows(topup, 'Pay $15.00');
    inside(topup, payButton).click();
    await until('mounted', () => stripe.forms[0]?.node !== undefined);
    inside(topup, '.title button').click();
    await shows(topup, 'Pay $15.00');
    expect(stripe.forms[0]?.destroyed).to.equal(true);
    inside(topup, payButton).click();
    await until('mounted again', () => stripe.forms[1]?.node !== undefined);
    topup.remove();
    await until('gone', () => stripe.forms[1]?.destroyed === true && topup.children.length === 0);
  });

  it('reaches through a wallet into the page', async () => {
    const world = createWorld();
    const stripe = fakeStripe();
    stageWith(world, '<kopai-wallet ui-mode="embedded"></kopai-wallet>', stripe);
    const wallet = find('kopai-wallet');
    await shows(wallet, '6 credits');
    inside(wallet, 'button[aria-expanded]').click();
    await until('the top-up', () => wallet.shadowRoot?.querySelector('kopai-topup') !== null);
    const topup = inside(wallet, 'kopai-topup');
    await shows(topup, 'Pay $15.00');
    inside(topup, payButton).click();
    await until('mounted', () => stripe.forms[0]?.node !== undefined);
    const node = stripe.forms[0]?.node;
    expect(node?.parentElement).to.equal(wallet);
    expect(node?.getBoundingClientRect().height).to.be.greaterThan(0);
    inside(wallet, 'button[aria-expanded]').click();
    await until('closed', () => stripe.forms[0]?.destroyed === true);
    expect(wallet.children).to.have.length(0);
  });

  it('says that it is not set up, and pays on the page of Stripe instead', async () => {
    const { asked } = stage(createWorld(), element);
    const topup = find('kopai-topup');
    await shows(topup, 'Pay $15.00');
    const failed = new Promise<unknown>((resolve) =>
      topup.addEventListener('kopai-error', ({ error }) => resolve(error)),
    );
    inside(topup, payButton).click();
    const error = await failed;
    expect(error).to.be.instanceOf(EmbeddedCheckoutError).with.property('code', 'no_key');
    await shows(topup, 'Paying on this page is not set up.');
    await accessible(topup);
    expect(asked.filter(({ method }) => method === 'POST')).to.deep.equal([]);
    const left = new Promise<string>((resolve) => {
      const hold = (event: Event & { readonly url: string }) => {
        event.preventDefault();
        resolve(event.url);
      };
      topup.addEventListener('kopai-topup-redirect', hold, { once: true });
    });
    inside(topup, '[part=pay-instead]').click();
    expect(await left).to.contain('/pay/top_');
  });

  it('says that the script is held back, and leaves nothing behind', async () => {
    const blocked = () => Promise.reject(new Error('Failed to load Stripe.js'));
    const { asked } = stageWith(createWorld(), element, { loadStripe: blocked });
    const topup = find('kopai-topup');
    await shows(topup, 'Pay $15.00');
    inside(topup, payButton).click();
    await shows(topup, 'payment form did not load');
    expect(asked.filter(({ method }) => method === 'POST')).to.deep.equal([]);
    await accessible(topup);
  });

  it('says that Stripe refuses, and forgets a refusal that nobody waits for any more', async () => {
    const refusals: (() => void)[] = [];
    const refusing: FakeStripe['loadStripe'] = async () => ({
      createEmbeddedCheckoutPage: () =>
        new Promise((_, reject) => {
          refusals.push(() => reject(new Error('IntegrationError')));
        }),
    });
    stageWith(createWorld(), element, { loadStripe: refusing });
    const topup = find('kopai-topup');
    await shows(topup, 'Pay $15.00');
    inside(topup, payButton).click();
    await until('asked', () => refusals.length === 1);
    inside(topup, '.title button').click();
    await shows(topup, 'Pay $15.00');
    refusals[0]?.();
    inside(topup, payButton).click();
    await until('asked again', () => refusals.length === 2);
    expect(topup.shadowRoot?.querySelector('.problem')).to.equal(null);
    refusals[1]?.();
    await shows(topup, 'payment form did not load');
    expect(topup.shadowRoot?.activeElement?.localName).not.to.equal('h3');
  });

  it('refuses to stand in a shadow tree of the page', async () => {
    const stripe = fakeStripe();
    const { provider } = stageWith(createWorld(), '<div></div>', stripe);
    const shadow = find('div').attachShadow({ mode: 'open' });
    const topup = document.createElement('kopai-topup');
    topup.uiMode = 'embedded';
    shadow.append(topup);
    expect(provider.isConnected).to.equal(true);
    await shows(topup, 'Pay $15.00');
    inside(topup, payButton).click();
    await shows(topup, 'can’t be shown in this part of the page');
    expect(stripe.forms).to.deep.equal([]);
  });

  it('loads nothing of Stripe’s before somebody pays', async () => {
    stage(
      createWorld(),
      '<kopai-wallet ui-mode="embedded"></kopai-wallet><kopai-topup ui-mode="embedded"></kopai-topup>',
    );
    await shows(find('kopai-topup'), 'Pay $15.00');
    expect(stripeScripts()).to.deep.equal([]);
  });
});
