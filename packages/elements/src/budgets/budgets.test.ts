import { createWorld, failing, signedOut, slow, type World } from '@kopai/mocks';
import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { accessible } from '../../test/accessible.ts';
import { asMember } from '../../test/earning-world.ts';
import { clear, find, inside, shows, stage, textOf, until } from '../../test/stage.ts';

const element = '<kopai-budgets wallet="org:acme"></kopai-budgets>';

/** Bob may spend 5 credits a week and has spent 0.5; alice may spend 50 a month. */
function limited(): World {
  const world = createWorld();
  world.organizations.setBudget('acme', 'bob', { limit: 5_000_000n, period: 'week' });
  world.organizations.setBudget('acme', 'alice', { limit: 50_000_000n, period: 'month' });
  world.charges.create({ agentId: 'brand-voice', userId: 'bob', orgId: 'acme', messageId: 'spent' });
  return world;
}

describe('<kopai-budgets>', () => {
  afterEach(clear);

  it('shows who may spend how much, and how far they are', async () => {
    stage(limited(), element);
    const budgets = find('kopai-budgets');
    budgets.memberName = (userId) => (userId === 'bob' ? 'Bob Ross' : userId);
    await shows(budgets, 'Bob Ross 5 credits a week');
    await shows(budgets, '0.5 of 5 spent · starts anew');
    await shows(budgets, '0 of 50 spent');
    await accessible(budgets);
  });

  it('sets a budget by the keyboard, changes it, and removes it', async () => {
    const world = createWorld();
    stage(world, element);
    const budgets = find('kopai-budgets');
    await shows(budgets, 'Every member may spend what the wallet holds.');
    await accessible(budgets);
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await until('focus on the member', () => budgets.shadowRoot?.activeElement?.matches('[name=member]') === true);
    await accessible(budgets);
    await sendKeys({ type: 'carol' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: '12.5' });
    await sendKeys({ press: 'Enter' });
    await shows(budgets, 'carol 12.5 credits a month');
    await until('focus back', () => budgets.shadowRoot?.activeElement?.matches('.add') === true);
    inside(budgets, 'li button').click();
    await shows(budgets, 'Remove budget');
    expect(inside<HTMLInputElement>(budgets, '[name=limit]').value).to.equal('12.5');
    await accessible(budgets);
    inside<HTMLInputElement>(budgets, '[name=limit]').value = '20';
    inside<HTMLSelectElement>(budgets, '[name=period]').value = 'day';
    inside(budgets, 'form .primary').click();
    await shows(budgets, 'carol 20 credits a day');
    inside(budgets, 'li button').click();
    await shows(budgets, 'Remove budget');
    [...(budgets.shadowRoot?.querySelectorAll('form button') ?? [])]
      .find((button) => button.textContent?.includes('Remove'))
      ?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await shows(budgets, 'Every member may spend what the wallet holds.');
    expect(world.organizations.budgets('acme')).to.deep.equal([]);
  });

  it('says what is wrong in the form, and what the server refused', async () => {
    const world = createWorld();
    stage(world, element);
    const budgets = find('kopai-budgets');
    budgets.members = ['alice', 'bob'];
    await shows(budgets, 'Set a budget');
    inside(budgets, '.add').click();
    await shows(budgets, 'Limit in credits');
    expect(inside<HTMLSelectElement>(budgets, '[name=member]').options).to.have.length(2);
    inside(budgets, 'form .primary').click();
    await shows(budgets, 'Enter an amount of credits.');
    await until('focus', () => budgets.shadowRoot?.activeElement?.matches('[name=limit]') === true);
    await accessible(budgets);
    inside<HTMLInputElement>(budgets, '[name=limit]').value = '1';
    world.weather.refusesWith = 'role_required';
    inside(budgets, 'form .primary').click();
    await shows(budgets, 'Only an owner or admin can do this.');
  });

  it('shows members their own, and nothing to change', async () => {
    stage(asMember(limited()), element);
    const budgets = find('kopai-budgets');
    await shows(budgets, '0.5 of 5 spent');
    expect(textOf(budgets)).not.to.contain('alice');
    expect(budgets.shadowRoot?.querySelector('button')).to.equal(null);
    clear();
    stage(asMember(createWorld()), element);
    await shows(find('kopai-budgets'), 'You may spend what the wallet holds.');
  });

  it('follows what members spend', async () => {
    const world = limited();
    stage(world, element);
    const budgets = find('kopai-budgets');
    await shows(budgets, '0.5 of 5 spent');
    world.charges.create({ agentId: 'brand-voice', userId: 'bob', orgId: 'acme', messageId: 'more' });
    await shows(budgets, '1 of 5 spent');
  });

  it('asks visitors to sign in, and shows shapes and errors in its place', async () => {
    stage(signedOut(), element);
    await shows(find('kopai-budgets'), 'Sign in to see this wallet.');
    clear();
    stage(slow(100), element);
    await shows(find('kopai-budgets'), 'Loading');
    await accessible(find('kopai-budgets'));
    clear();
    const world = failing('wallet_forbidden');
    stage(world, element);
    await shows(find('kopai-budgets'), 'Request ');
    await accessible(find('kopai-budgets'));
    world.weather.refusesWith = undefined;
    inside(find('kopai-budgets'), '[part=error] button').click();
    await shows(find('kopai-budgets'), 'Set a budget');
  });
});
