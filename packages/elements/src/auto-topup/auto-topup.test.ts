import { createWorld, failing, signedOut, slow, type World } from '@kopai/mocks';
import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { accessible } from '../../test/accessible.ts';
import { asMember } from '../../test/earning-world.ts';
import { clear, find, inside, shows, stage, until } from '../../test/stage.ts';
import type { KopaiTopupRedirectEvent } from '../events/topup-redirect.ts';

const element = '<kopai-auto-topup></kopai-auto-topup>';

const sentence = 'When your balance falls below 5 credits, we charge $5.00 for 50 credits, at most $20.00 a month.';

function on(
  state: Parameters<World['autoTopups']['set']>[1],
  more: Parameters<World['autoTopups']['set']>[2] = {},
): World {
  const world = createWorld();
  const terms = { enabled: true, threshold: 5_000_000n, packId: 'starter', monthlyCap: 200_000_000n };
  for (const wallet of ['user:alice', 'org:acme']) {
    world.autoTopups.put(wallet, terms);
    world.autoTopups.set(wallet, state, more);
  }
  return world;
}

describe('<kopai-auto-topup>', () => {
  afterEach(clear);

  it('is off until its reader agrees, by the keyboard alone, to one sentence', async () => {
    const world = createWorld();
    const { count } = stage(world, element);
    const auto = find('kopai-auto-topup');
    await shows(auto, 'Off. Switch it on');
    await accessible(auto);
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await shows(auto, sentence);
    await until('focus', () => auto.shadowRoot?.activeElement?.matches('[name=threshold]') === true);
    await accessible(auto);
    await sendKeys({ press: 'Enter' });
    await shows(auto, 'Your consent is needed to keep the card.');
    await until('focus', () => auto.shadowRoot?.activeElement?.matches('[name=consent]') === true);
    await accessible(auto);
    expect(count('PUT', /auto-topup/)).to.equal(0);
    await sendKeys({ press: 'Space' });
    await sendKeys({ press: 'Enter' });
    await shows(auto, 'Switch off');
    await shows(auto, sentence);
    expect(world.autoTopups.get('user:alice')).to.include({
      enabled: true,
      threshold: 5_000_000n,
      monthlyCap: 200_000_000n,
    });
  });

  it('says what would be charged with each change, and refuses none at all', async () => {
    stage(createWorld(), element);
    const auto = find('kopai-auto-topup');
    await shows(auto, 'Set up');
    inside(auto, '.set').click();
    await shows(auto, sentence);
    const change = (name: string, value: string) => {
      const field = inside<HTMLInputElement>(auto, `[name=${name}]`);
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    };
    change('threshold', '2.5');
    change('pack', 'standard');
    change('times', '3');
    await shows(auto, 'below 2.5 credits, we charge $15.00 for 150 credits, at most $45.00 a month.');
    change('times', '');
    inside(auto, 'form .primary').click();
    await shows(auto, 'Enter how many times a month, at least once.');
    change('threshold', '');
    inside(auto, 'form .primary').click();
    await shows(auto, 'Enter from which balance on to buy.');
  });

  it('stops with one click', async () => {
    const world = on('ready');
    stage(world, element);
    const auto = find('kopai-auto-topup');
    await shows(auto, sentence);
    await shows(auto, '0 of 200 credits bought this month.');
    await accessible(auto);
    inside(auto, '[part=stop]').click();
    await shows(auto, 'Off. Switch it on');
    expect(world.autoTopups.get('user:alice')).to.include({ enabled: false, monthlyCap: 200_000_000n });
    await until('focus', () => auto.shadowRoot?.activeElement?.matches('.set') === true);
  });

  it('saves a card with one payment', async () => {
    const world = on('needs_card');
    let asked: unknown;
    const create = world.topups.create.bind(world.topups);
    world.topups.create = (order) => {
      asked = order;
      return create(order);
    };
    stage(world, element);
    const auto = find('kopai-auto-topup');
    await shows(auto, 'No card is saved yet.');
    await accessible(auto);
    const leaving = new Promise<KopaiTopupRedirectEvent>((resolve) => {
      auto.addEventListener('kopai-topup-redirect', (event) => {
        event.preventDefault();
        resolve(event);
      });
    });
    inside(auto, '[part=save-card]').click();
    expect((await leaving).topup).to.include({ packId: 'starter', wallet: 'user:alice' });
    expect(asked).to.include({ saveCard: true });
  });

  for (const [state, more, text] of [
    ['charging', {}, 'Charging'],
    ['waiting', { nextTryAt: '2030-01-02T10:00:00Z', lastFailure: 'card_declined' }, 'The next try is Jan 2, 2030'],
    ['needs_action', { actionUrl: 'https://bank.invalid/' }, 'Confirm payment'],
    ['paused', { lastFailure: 'lost_card' }, 'The card was declined too often.'],
  ] as const) {
    it(`says that it is ${state}`, async () => {
      stage(on(state, more), element);
      const auto = find('kopai-auto-topup');
      await shows(auto, text);
      await shows(auto, 'Switch off');
      await accessible(auto);
    });
  }

  it('offers members of an organization nothing to change', async () => {
    stage(asMember(on('paused')), '<kopai-auto-topup wallet="org:acme"></kopai-auto-topup>');
    const auto = find('kopai-auto-topup');
    await shows(auto, sentence);
    expect(auto.shadowRoot?.querySelector('button')).to.equal(null);
  });

  it('says what the server refused', async () => {
    const world = on('ready');
    stage(world, element);
    const auto = find('kopai-auto-topup');
    await shows(auto, 'Switch off');
    world.weather.refusesWith = 'role_required';
    inside(auto, '[part=stop]').click();
    await shows(auto, 'Only an owner or admin can do this.');
    await accessible(auto);
  });

  it('asks visitors to sign in, and shows shapes and errors in its place', async () => {
    stage(signedOut(), element);
    await shows(find('kopai-auto-topup'), 'Sign in to see this wallet.');
    clear();
    stage(slow(100), element);
    await shows(find('kopai-auto-topup'), 'Loading');
    clear();
    const world = failing('wallet_forbidden');
    stage(world, element);
    await shows(find('kopai-auto-topup'), 'Request ');
    world.weather.refusesWith = undefined;
    inside(find('kopai-auto-topup'), '[part=error] button').click();
    await shows(find('kopai-auto-topup'), 'Set up');
  });
});
