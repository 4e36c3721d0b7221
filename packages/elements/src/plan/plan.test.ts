import { createWorld, failing, signedOut, slow, type World } from '@kopai/mocks';
import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { accessible } from '../../test/accessible.ts';
import { clear, find, inside, shows, stage, until } from '../../test/stage.ts';
import type { KopaiPlanRedirectEvent } from '../events/plan-redirect.ts';

const element = '<kopai-plan></kopai-plan>';

/** Holds the payer back and gives what they would have been sent to. */
function leaving(): Promise<KopaiPlanRedirectEvent> {
  return new Promise((resolve) => {
    const hold = (event: KopaiPlanRedirectEvent) => {
      event.preventDefault();
      resolve(event);
    };
    find('kopai-plan').addEventListener('kopai-plan-redirect', hold, { once: true });
  });
}

function on(status: 'active' | 'past_due' | 'ended'): World {
  const world = createWorld();
  world.plans.set('user:alice', status);
  return world;
}

describe('<kopai-plan>', () => {
  afterEach(() => {
    clear();
    history.replaceState(null, '', location.pathname);
  });

  it('compares the plans in a table, and upgrades by the keyboard', async () => {
    stage(createWorld(), element);
    const plan = find('kopai-plan');
    await shows(plan, 'Plan Free');
    const rows = [...(plan.shadowRoot?.querySelectorAll('tr') ?? [])].map((row) =>
      [...row.cells].map((cell) => cell.textContent?.replace(/\s+/g, ' ').trim()),
    );
    expect(rows[0]).to.deep.equal(['Feature', 'Free No charge Your plan', 'Pro $20.00 / month']);
    expect(rows).to.deep.include(['Knowledge base (PDF)', '1 file, 2 MB', 'Included']);
    expect(rows).to.deep.include(['URL indexing', 'Not included', 'Included']);
    await accessible(plan);
    const left = leaving();
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    const { url, planId } = await left;
    expect(planId).to.equal('pro');
    expect(url).to.contain('kopai_plan=pro');
  });

  it('manages a paid plan in the portal', async () => {
    stage(on('active'), element);
    const plan = find('kopai-plan');
    await shows(plan, 'Plan Pro');
    await shows(plan, 'Renews on ');
    await accessible(plan);
    const left = leaving();
    inside(plan, '[part=manage]').click();
    expect((await left).planId).to.equal(undefined);
  });

  it('says until when an overdue plan stays', async () => {
    stage(on('past_due'), element);
    const plan = find('kopai-plan');
    await shows(plan, 'Your last payment did not go through. Update your card by ');
    await shows(plan, 'Update card');
    await accessible(plan);
  });

  it('says until when a canceled plan stays, and that one has ended', async () => {
    const world = on('active');
    const entitlements = world.plans.entitlements.bind(world.plans);
    world.plans.entitlements = (wallet) => ({
      ...entitlements(wallet),
      renewsAt: null,
      endsAt: '2030-12-23T10:00:00Z',
    });
    stage(world, element);
    await shows(find('kopai-plan'), 'Your plan is canceled. Pro stays until December 23, 2030');
    await accessible(find('kopai-plan'));
    clear();
    stage(on('ended'), element);
    await shows(find('kopai-plan'), 'Your paid plan has ended; you are on Free.');
    await shows(find('kopai-plan'), 'Upgrade to Pro');
  });

  it('waits for the payment after coming back, and cleans the URL', async () => {
    const world = createWorld();
    history.replaceState(null, '', '?kopai_plan=pro');
    stage(world, element);
    const plan = find('kopai-plan');
    await shows(plan, 'Your payment is being confirmed.');
    await accessible(plan);
    world.plans.set('user:alice', 'active');
    await shows(plan, 'Plan Pro');
    await until('clean', () => !location.search.includes('kopai_plan'));
  });

  it('says why the checkout does not open', async () => {
    const world = createWorld();
    stage(world, element);
    const plan = find('kopai-plan');
    await shows(plan, 'Upgrade to Pro');
    world.weather.refusesWith = 'already_subscribed';
    inside(plan, '[part=upgrade]').click();
    await shows(plan, 'You have this plan already.');
    await accessible(plan);
  });

  it('shows visitors the plans, and asks them to sign in', async () => {
    stage(signedOut(), element);
    const plan = find('kopai-plan');
    await shows(plan, 'Sign in to upgrade');
    await accessible(plan);
    const wanted = new Promise((resolve) => document.addEventListener('kopai-sign-in', resolve, { once: true }));
    inside(plan, '[part=upgrade]').click();
    await wanted;
  });

  it('shows shapes while it loads, and an error with its request', async () => {
    stage(slow(100), element);
    await shows(find('kopai-plan'), 'Loading');
    await accessible(find('kopai-plan'));
    clear();
    const world = failing('wallet_forbidden');
    stage(world, element);
    const plan = find('kopai-plan');
    await shows(plan, 'Request ');
    await accessible(plan);
    world.weather.refusesWith = undefined;
    inside(plan, '[part=error] button').click();
    await shows(plan, 'Plan Free');
  });
});
