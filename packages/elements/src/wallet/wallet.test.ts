import {
  createWorld,
  emptyWallet,
  failing,
  fullWallet,
  inDebt,
  lowBalance,
  signedOut,
  slow,
  type World,
} from '@kopai/mocks';
import { expect } from 'chai';
import { accessible } from '../../test/accessible.ts';
import { asMember, earningWorld } from '../../test/earning-world.ts';
import { clear, comeBackFrom, find, inside, pause, shows, stage, until } from '../../test/stage.ts';

const element = '<kopai-wallet></kopai-wallet>';

describe('<kopai-wallet>', () => {
  afterEach(clear);

  it('shows the balance, what it is worth, and what is held of it', async () => {
    const { count, sessions } = stage(fullWallet(), element);
    const wallet = find('kopai-wallet');
    await shows(wallet, '191 credits');
    await shows(wallet, '≈ $19.10');
    await shows(wallet, 'Held for messages 4');
    await shows(find('kopai-transactions', wallet.shadowRoot ?? undefined), 'Load more');
    await accessible(wallet);
    // The wallet and its history ask for the balance together.
    expect(count('GET', /\/v1\/wallets\/me$/)).to.equal(1);
    expect(count('GET', /\/stream$/)).to.equal(1);
    expect(sessions()).to.equal(1);
  });

  it('keeps the size of the balance while it loads', async () => {
    stage(slow(200), element);
    const wallet = find('kopai-wallet');
    await wallet.updateComplete;
    const heightBefore = inside(wallet, '.top').getBoundingClientRect().height;
    await accessible(wallet);
    await shows(wallet, '6 credits');
    expect(Math.abs(inside(wallet, '.top').getBoundingClientRect().height - heightBefore)).to.be.at.most(1);
  });

  it('follows the balance live, from the first movement to the last', async () => {
    const world = createWorld();
    stage(world, element);
    const wallet = find('kopai-wallet');
    await shows(wallet, '6 credits');
    world.charges.create({ agentId: 'brand-voice', userId: 'alice', messageId: 'm1' });
    await until('counted to the end', () => inside(wallet, '.number').textContent === '5.5');
    world.adjust('user:alice', 100_000_000n, 'A gift');
    await until('counted to the end', () => inside(wallet, '.number').textContent === '105.5');
  });

  it('warns of a low balance, of none, and of a debt', async () => {
    for (const [world, text] of [
      [lowBalance(), 'Your balance is running low.'],
      [emptyWallet(), 'Top up to start sending messages.'],
      [inDebt(), 'You owe 12.5 credits: a payment was refunded or disputed'],
    ] as const) {
      stage(world, element);
      await shows(find('kopai-wallet'), text);
      await accessible(find('kopai-wallet'));
      clear();
    }
  });

  it('opens the top-up with the focus on the chosen pack, and closes it', async () => {
    stage(createWorld(), element);
    const wallet = find('kopai-wallet');
    await shows(wallet, 'Top up');
    const button = inside(wallet, 'button[aria-expanded]');
    button.click();
    await until('opened', () => button.getAttribute('aria-expanded') === 'true');
    const topup = find('kopai-topup', wallet.shadowRoot ?? undefined);
    await shows(topup, 'Pay $15.00');
    await until('focus', () => topup.shadowRoot?.activeElement?.matches(':checked') === true);
    await accessible(wallet);
    button.click();
    await until('closed', () => inside(wallet, '#topup').hidden === true);
  });

  it('opens by itself when the payer comes back, and shows the new balance', async () => {
    const world = createWorld();
    const [pack] = world.catalog.packs;
    if (!pack) throw new Error('no packs');
    const urls = { successUrl: 'https://a.invalid', cancelUrl: 'https://a.invalid' };
    const { id } = world.topups.create({ wallet: 'user:alice', pack, ...urls });
    comeBackFrom(id);
    stage(world, '<kopai-wallet></kopai-wallet><kopai-wallet wallet="org:acme"></kopai-wallet>');
    const [own, acme] = document.querySelectorAll('kopai-wallet');
    if (!own || !acme) throw new Error('not both');
    await own.updateComplete;
    await until('opened', () => inside(own, '#topup').hidden === false);
    world.pay(id);
    await until(
      'paid',
      () => inside(own, 'kopai-topup').shadowRoot?.textContent?.includes('50 credits added') === true,
    );
    await until('counted', () => inside(own, '.number').textContent === '56');
    expect(inside(acme, '#topup').hidden).to.equal(true);
    inside(inside(own, 'kopai-topup'), '.actions .primary').click();
    await until('closed', () => inside(own, '#topup').hidden === true);
  });

  it('leaves the top-up out for those who may not buy', async () => {
    stage(emptyWallet(), '<kopai-wallet wallet="org:acme" no-topup></kopai-wallet>');
    const wallet = find('kopai-wallet');
    await shows(wallet, 'An owner or admin can top up.');
    expect(wallet.shadowRoot?.querySelector('button[aria-expanded], kopai-topup')).to.equal(null);
    await accessible(wallet);
  });

  it('shows a person their plan, and an organization its earnings and budgets', async () => {
    stage(earningWorld(), '<kopai-wallet></kopai-wallet><kopai-wallet wallet="org:acme"></kopai-wallet>');
    const [own, acme] = document.querySelectorAll('kopai-wallet');
    if (!own || !acme) throw new Error('not both');
    await until('both', () => [own, acme].every((wallet) => wallet.shadowRoot?.querySelector('kopai-transactions')));
    await shows(inside(own, 'kopai-plan'), 'Upgrade to Pro');
    await shows(inside(own, 'kopai-auto-topup'), 'Set up');
    expect(own.shadowRoot?.querySelector('kopai-earnings, kopai-budgets')).to.equal(null);
    await shows(inside(acme, 'kopai-earnings'), 'Connect Stripe');
    await shows(inside(acme, 'kopai-budgets'), 'Set a budget');
    await shows(inside(acme, 'kopai-auto-topup'), 'Set up');
    expect(acme.shadowRoot?.querySelector('kopai-plan')).to.equal(null);
    await accessible(own);
    await accessible(acme);
  });

  it('lets members of an organization look, and change nothing', async () => {
    stage(asMember(earningWorld()), '<kopai-wallet wallet="org:acme" no-topup></kopai-wallet>');
    const wallet = find('kopai-wallet');
    await shows(wallet, '40 credits');
    await shows(inside(wallet, 'kopai-earnings'), 'Available for withdrawal 126');
    expect(inside(wallet, 'kopai-earnings').shadowRoot?.querySelector('button')).to.equal(null);
    expect(wallet.shadowRoot?.querySelector('kopai-auto-topup')).to.equal(null);
  });

  it('asks visitors to sign in, in the words of the page if it has any', async () => {
    stage(signedOut(), '<kopai-wallet><p slot="signed-out">Come in!</p></kopai-wallet><kopai-wallet></kopai-wallet>');
    const [own, plain] = document.querySelectorAll('kopai-wallet');
    if (!own || !plain) throw new Error('not both');
    await shows(plain, 'Sign in to see this wallet.');
    await accessible(plain);
    expect(inside<HTMLSlotElement>(own, 'slot').assignedElements()).to.have.length(1);
    const wanted = new Promise((resolve) => document.addEventListener('kopai-sign-in', resolve, { once: true }));
    inside(plain, 'button').click();
    await wanted;
  });

  it('shows an error with its request, and tries again', async () => {
    const world = failing('wallet_forbidden' as World['weather']['refusesWith']);
    stage(world, element);
    const wallet = find('kopai-wallet');
    await shows(wallet, 'You have no access to this wallet.');
    await shows(wallet, 'Request ');
    await accessible(wallet);
    world.weather.refusesWith = undefined;
    inside(wallet, '[part=error] button').click();
    await shows(wallet, '6 credits');
  });

  it('ends its stream when it is taken away, and goes on when it is put back', async () => {
    const world = createWorld();
    const { provider, count } = stage(world, element);
    const wallet = find('kopai-wallet');
    await until('streaming', () => count('GET', /\/stream$/) === 1);
    wallet.remove();
    await pause(50);
    expect(await navigator.locks.query().then(({ held }) => held?.length ?? 0)).to.equal(0);
    world.adjust('user:alice', 1_000_000n, 'Meanwhile');
    provider.append(wallet);
    await shows(wallet, 'credits');
    await until('caught up', () => inside(wallet, '.number').textContent === '7');
    expect(count('GET', /\/stream$/)).to.equal(2);
  });

  it('tells screen readers the balance when it has come to rest', async () => {
    const world = createWorld();
    stage(world, element);
    await shows(find('kopai-wallet'), '6 credits');
    world.adjust('user:alice', 1_000_000n, 'A gift');
    await until('announced', () => document.querySelector('[aria-live]')?.textContent === 'Balance: 7 credits');
    expect(document.querySelectorAll('[aria-live]')).to.have.length(1);
  });
});
