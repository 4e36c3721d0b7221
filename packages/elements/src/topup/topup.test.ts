import { createWorld, failing, signedOut, slow, type World } from '@kopai/mocks';
import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { accessible } from '../../test/accessible.ts';
import { clear, comeBackFrom, find, inside, shows, stage, until } from '../../test/stage.ts';
import type { KopaiTopupRedirectEvent } from '../events/topup-redirect.ts';

const element = '<kopai-topup></kopai-topup>';

/** A purchase of the middle pack by alice, as if she had just come back from the checkout. */
function bought(world: World, wallet = 'user:alice'): string {
  const [, pack] = world.catalog.packs;
  if (!pack) throw new Error('no packs');
  const { id } = world.topups.create({ wallet, pack, successUrl: 'https://a.invalid', cancelUrl: 'https://a.invalid' });
  comeBackFrom(id);
  return id;
}

/** Holds the payer back and gives what they would have been sent to. */
function leaving(): Promise<KopaiTopupRedirectEvent> {
  return new Promise((resolve) => {
    document.addEventListener(
      'kopai-topup-redirect',
      (event) => {
        event.preventDefault();
        resolve(event as KopaiTopupRedirectEvent);
      },
      { once: true },
    );
  });
}

describe('<kopai-topup>', () => {
  afterEach(clear);

  it('shows the packs as shapes of their size, then themselves', async () => {
    stage(slow(200), element);
    const topup = find('kopai-topup');
    await topup.updateComplete;
    const heightBefore = topup.getBoundingClientRect().height;
    await accessible(topup);
    await shows(topup, '150 credits');
    await shows(topup, 'Pay $15.00');
    expect(Math.abs(topup.getBoundingClientRect().height - heightBefore)).to.be.at.most(2);
    await accessible(topup);
  });

  it('says so when nothing is on sale', async () => {
    stage(createWorld({ packs: [] }), element);
    const topup = find('kopai-topup');
    await shows(topup, 'No packs are on sale right now.');
    expect(topup.shadowRoot?.querySelector('[part=pay]')).to.equal(null);
    await accessible(topup);
  });

  it('is chosen from and paid by the keyboard alone', async () => {
    const { asked } = stage(createWorld(), element);
    const topup = find('kopai-topup');
    await shows(topup, 'Pay $15.00');
    const left = leaving();
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'ArrowDown' });
    await shows(topup, 'Pay $50.00');
    await sendKeys({ press: 'ArrowDown' });
    await shows(topup, 'Pay $5.00');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    const { url, topup: made } = await left;
    expect(made).to.include({ wallet: 'user:alice', packId: 'starter', amountCents: 500 });
    expect(url).to.equal(made.checkoutUrl);
    expect(asked.at(-1)?.headers.get('idempotency-key')).to.be.a('string');
  });

  it('says why the checkout does not open, keeps the key, and opens it the next time', async () => {
    const world = createWorld();
    const { asked } = stage(world, element);
    const topup = find('kopai-topup');
    await shows(topup, 'Pay $15.00');
    world.weather.refusesWith = 'return_url_not_allowed' as World['weather']['refusesWith'];
    const failed = new Promise((resolve) => topup.addEventListener('kopai-error', resolve, { once: true }));
    inside(topup, '.pay button').click();
    await failed;
    await shows(topup, 'This page is not set up to take payments.');
    await accessible(topup);
    world.weather.refusesWith = undefined;
    const left = leaving();
    inside(topup, '.pay button').click();
    await left;
    const keys = asked.flatMap(({ method, headers }) => (method === 'POST' ? headers.get('idempotency-key') : []));
    expect(keys).to.have.length(2);
    expect(new Set(keys)).to.have.property('size', 1);
  });

  it('shows visitors the packs, and asks them to sign in', async () => {
    stage(signedOut(), element);
    const topup = find('kopai-topup');
    await shows(topup, 'Sign in to top up');
    await accessible(topup);
    const wanted = new Promise((resolve) => document.addEventListener('kopai-sign-in', resolve, { once: true }));
    inside(topup, '.pay button').click();
    await wanted;
  });

  it('shows an error with its request, and tries again', async () => {
    const world = failing('invalid_request' as World['weather']['refusesWith']);
    stage(world, element);
    const topup = find('kopai-topup');
    await shows(topup, 'Try again');
    await shows(topup, 'Request ');
    await accessible(topup);
    world.weather.refusesWith = undefined;
    inside(topup, 'button').click();
    await shows(topup, 'Pay $15.00');
  });

  it('follows a payment to its end, once, and cleans the URL', async () => {
    const world = createWorld();
    const id = bought(world);
    world.payLater(id);
    let successes = 0;
    stage(world, element);
    const topup = find('kopai-topup');
    topup.addEventListener('kopai-topup-success', () => {
      successes += 1;
    });
    await shows(topup, 'Payment is being processed');
    await accessible(topup);
    world.pay(id);
    await shows(topup, '150 credits added');
    await accessible(topup);
    expect(location.search).not.to.contain('kopai_topup');
    expect(successes).to.equal(1);
    const done = new Promise((resolve) => topup.addEventListener('kopai-topup-done', resolve, { once: true }));
    inside(topup, '.actions button').click();
    await done;
    await shows(topup, 'Pay $15.00');
    await until('focus on the chosen pack', () => topup.shadowRoot?.activeElement?.matches('h3, input') === true);
  });

  it('resumes a payment that was left, with the same checkout', async () => {
    const world = createWorld();
    const id = bought(world);
    stage(world, element);
    const topup = find('kopai-topup');
    await shows(topup, 'Payment not finished');
    await accessible(topup);
    const left = leaving();
    inside(topup, '.actions .primary').click();
    expect((await left).topup.id).to.equal(id);
    inside(topup, '.actions button:not(.primary)').click();
    await shows(topup, 'Pay $15.00');
    expect(location.search).not.to.contain('kopai_topup');
  });

  for (const [outcome, text] of [
    ['failed', 'Payment declined'],
    ['expired', 'Checkout expired'],
  ] as const) {
    it(`says that a payment ${outcome}`, async () => {
      const world = createWorld();
      world.topups.settle(bought(world), outcome);
      stage(world, element);
      const topup = find('kopai-topup');
      await shows(topup, text);
      await accessible(topup);
      expect(location.search).not.to.contain('kopai_topup');
    });
  }

  it("leaves another wallet's payment to the element of that wallet", async () => {
    const world = createWorld();
    world.pay(bought(world, 'org:acme'));
    stage(world, '<kopai-topup></kopai-topup><kopai-topup wallet="org:acme"></kopai-topup>');
    const [own, acme] = document.querySelectorAll('kopai-topup');
    if (!own || !acme) throw new Error('not both');
    await shows(acme, '150 credits added');
    await shows(own, 'Pay $15.00');
  });

  it('says what an unknown payment is', async () => {
    comeBackFrom('top_00000000000000000000000000');
    stage(createWorld(), element);
    await shows(find('kopai-topup'), 'This payment is not known here.');
    expect(location.search).not.to.contain('kopai_topup');
  });
});
