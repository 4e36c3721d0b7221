import { failing, signedOut, slow, type World } from '@kopai/mocks';
import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { accessible } from '../../test/accessible.ts';
import { asMember, earningWorld } from '../../test/earning-world.ts';
import { clear, find, inside, shows, stage, textOf, until } from '../../test/stage.ts';
import type { KopaiConnectRedirectEvent } from '../events/connect-redirect.ts';
import type { KopaiPayoutRequestedEvent } from '../events/payout-requested.ts';

const element = '<kopai-earnings wallet="org:acme"></kopai-earnings>';

function connected(): World {
  const world = earningWorld();
  world.payouts.complete('acme');
  return world;
}

/** A world whose Stripe describes the account in this way. */
function described(account: Partial<ReturnType<World['payouts']['state']>>): World {
  const world = connected();
  const state = world.payouts.state.bind(world.payouts);
  world.payouts.state = (orgId) => ({ ...state(orgId), ...account });
  return world;
}

describe('<kopai-earnings>', () => {
  afterEach(clear);

  it('shows the three figures, and opens the onboarding at Stripe', async () => {
    stage(earningWorld(), element);
    const earnings = find('kopai-earnings');
    await shows(earnings, 'Available for withdrawal 126 credits ≈ $12.60');
    await shows(earnings, 'Pending accrual 2.1 credits Next settlement');
    await shows(earnings, 'Kopai marketplace revenue 54.9');
    await accessible(earnings);
    const leaving = new Promise<KopaiConnectRedirectEvent>((resolve) => {
      earnings.addEventListener('kopai-connect-redirect', (event) => {
        event.preventDefault();
        resolve(event);
      });
    });
    inside(earnings, '[part=connect]').click();
    expect((await leaving).url).to.equal(location.href);
  });

  it('says what add-ons were waived, and that nothing was earned yet', async () => {
    const world = earningWorld();
    world.charges.create({ agentId: 'language-tutor', userId: 'alice', messageId: 'free' });
    world.session = world.signIn({ userId: 'alice', orgs: [{ id: 'studio', role: 'admin' }] });
    stage(world, '<kopai-earnings wallet="org:studio"></kopai-earnings>');
    const earnings = find('kopai-earnings');
    await shows(earnings, '0.15 credits of add-ons waived on 1 free message.');
    await shows(earnings, 'Earnings settle about a day after each message.');
  });

  it('withdraws by the keyboard alone, and shows the payout on its way', async () => {
    const world = connected();
    const { asked } = stage(world, element);
    const earnings = find('kopai-earnings');
    await shows(earnings, 'Minimum 100 credits ($10.00).');
    await accessible(earnings);
    const requested = new Promise<KopaiPayoutRequestedEvent>((resolve) => {
      document.addEventListener('kopai-payout-requested', resolve as EventListener, { once: true });
    });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: '100.5' });
    await sendKeys({ press: 'Enter' });
    expect((await requested).payout).to.include({ wallet: 'org:acme', amount: 100_500_000n });
    await shows(earnings, '100.5 credits $10.05 Requested');
    await shows(earnings, 'Available for withdrawal 25.5');
    await shows(earnings, 'Withdrawals start at 100 credits; 74.5 more to go.');
    expect(asked.filter(({ method }) => method === 'POST')).to.have.length(1);
    await accessible(earnings);
  });

  it('fills in the most there is, and refuses what is too little, too much or no whole cents', async () => {
    stage(connected(), element);
    const earnings = find('kopai-earnings');
    await shows(earnings, 'Max');
    const field = inside<HTMLInputElement>(earnings, '#amount');
    inside(earnings, '.max').click();
    expect(field.value).to.equal('126');
    for (const [amount, problem] of [
      ['', 'Enter an amount of credits.'],
      ['99', 'Withdraw at least 100 credits.'],
      ['126.1', 'Only 126 credits are available.'],
      ['100.05', 'Use steps of 0.1 credits'],
    ] as const) {
      field.value = amount;
      inside(earnings, 'form .primary').click();
      await shows(earnings, problem);
      expect(field.getAttribute('aria-invalid')).to.equal('true');
      await until('focus', () => earnings.shadowRoot?.activeElement === field);
    }
    await accessible(earnings);
  });

  it('says why the server refused, and asks again with the same key', async () => {
    const world = connected();
    const { asked } = stage(world, element);
    const earnings = find('kopai-earnings');
    await shows(earnings, 'Max');
    inside(earnings, '.max').click();
    world.weather.refusesWith = 'payouts_paused';
    inside(earnings, 'form .primary').click();
    await shows(earnings, 'Payouts to this bank account keep failing.');
    world.weather.refusesWith = undefined;
    inside(earnings, 'form .primary').click();
    await shows(earnings, '126 credits $12.60 Requested');
    const keys = asked.flatMap(({ method, headers }) => (method === 'POST' ? headers.get('idempotency-key') : []));
    expect(keys).to.have.length(2);
    expect(new Set(keys)).to.have.property('size', 1);
  });

  for (const [status, words] of [
    ['queued', 'Queued'],
    ['in_transit', 'In transit'],
    ['unknown', 'Being checked'],
    ['paid', 'Paid'],
    ['failed', 'Failed'],
    ['reversed', 'Reversed'],
  ] as const) {
    it(`shows a payout that is ${status}`, async () => {
      const world = connected();
      world.payouts.settle(world.payouts.create('acme', 100_000_000n, 126_000_000n).id, status);
      stage(world, element);
      const earnings = find('kopai-earnings');
      await shows(earnings, `100 credits $10.00 ${words}`);
      await accessible(earnings);
    });
  }

  for (const [account, words] of [
    [
      { payoutsEnabled: false, requirementsDue: ['external_account'], disabledReason: 'requirements.past_due' },
      'Stripe still needs a bank account.',
    ],
    [{ payoutsEnabled: false, detailsSubmitted: false }, 'Onboarding is not finished'],
    [{ payoutsEnabled: false, disabledReason: 'requirements.pending_verification' }, 'Waiting for Stripe'],
    [{ payoutsEnabled: false, disabledReason: 'rejected.fraud' }, 'Stripe has closed this account for payouts.'],
    [{ payoutsEnabled: false, disabledReason: 'listed' }, 'Stripe does not pay out to this account at the moment.'],
    [{ paused: true }, 'Payouts are paused'],
  ] as const) {
    it(`says "${words}"`, async () => {
      stage(
        described({ ...account, requirementsDue: 'requirementsDue' in account ? [...account.requirementsDue] : [] }),
        element,
      );
      const earnings = find('kopai-earnings');
      await shows(earnings, words);
      expect(earnings.shadowRoot?.querySelector('form')).to.equal(null);
      await accessible(earnings);
    });
  }

  it('offers members nothing that is left to owners and admins', async () => {
    stage(asMember(connected()), element);
    const earnings = find('kopai-earnings');
    await shows(earnings, 'Stripe connected');
    expect(earnings.shadowRoot?.querySelector('form, button')).to.equal(null);
    clear();
    stage(asMember(earningWorld()), element);
    await shows(find('kopai-earnings'), 'An owner or admin can connect Stripe to withdraw.');
  });

  it('asks visitors to sign in, and shows shapes and errors in place of figures', async () => {
    stage(signedOut(), element);
    await shows(find('kopai-earnings'), 'Sign in to see this wallet.');
    clear();
    stage(slow(100), element);
    await shows(find('kopai-earnings'), 'Loading');
    await accessible(find('kopai-earnings'));
    clear();
    const world = failing('wallet_forbidden');
    stage(world, element);
    const earnings = find('kopai-earnings');
    await shows(earnings, 'You have no access to this wallet.');
    await shows(earnings, 'Request ');
    world.weather.refusesWith = undefined;
    inside(earnings, '[part=error] button').click();
    await shows(earnings, 'Available for withdrawal');
    expect(textOf(earnings)).not.to.contain('Request ');
  });
});
