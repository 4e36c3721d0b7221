import { createWorld, offline, signedOut, slow } from '@kopai/mocks';
import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { accessible } from '../../test/accessible.ts';
import { clear, find, inside, pause, shows, stage, textOf, until } from '../../test/stage.ts';
import { KopaiChargeEvent } from '../events/charge.ts';
import { configureKopai } from '../page/default-page.ts';

const quotes = /\/v1\/quotes$/;

describe('<kopai-cost-badge>', () => {
  afterEach(clear);

  it('shows what a message costs', async () => {
    stage(signedOut(), '<kopai-cost-badge agent="brand-voice"></kopai-cost-badge>');
    const badge = find('kopai-cost-badge');
    await shows(badge, '0.5 credits / message');
    expect(badge.quote?.token).to.be.a('string');
    expect(badge.shadowRoot?.querySelector('[role=status], [aria-live]')).to.equal(null);
    await accessible(badge);
  });

  it('shows the free messages of an agent, and what is left of them to a user', async () => {
    const markup = '<kopai-cost-badge agent="language-tutor"></kopai-cost-badge>';
    stage(signedOut(), markup);
    await shows(find('kopai-cost-badge'), '3 free messages');
    clear();
    stage(createWorld(), markup);
    await shows(find('kopai-cost-badge'), '3 free left');
    await accessible(find('kopai-cost-badge'));
  });

  it('keeps the fallback text until the price is there', async () => {
    stage(slow(150), '<kopai-cost-badge agent="brand-voice">about 0.5 credits</kopai-cost-badge>');
    const badge = find('kopai-cost-badge');
    await badge.updateComplete;
    const heightBefore = badge.getBoundingClientRect().height;
    expect(inside<HTMLSlotElement>(badge, 'slot').assignedNodes()).to.have.length(1);
    await shows(badge, '0.5 credits / message');
    expect(badge.shadowRoot?.querySelector('slot')).to.equal(null);
    expect(badge.getBoundingClientRect().height).to.equal(heightBefore);
  });

  it('keeps the fallback text when the price can not be had', async () => {
    stage(createWorld(), '<kopai-cost-badge agent="nobody">0.5 credits / message</kopai-cost-badge>');
    const badge = find('kopai-cost-badge');
    await shows(badge, 'Price unavailable');
    expect(inside<HTMLSlotElement>(badge, 'slot').assignedNodes()).to.have.length(1);
  });

  it('says without a fallback that there is no price, and tries again', async () => {
    const world = offline();
    stage(world, '<kopai-cost-badge agent="brand-voice"></kopai-cost-badge>');
    const badge = find('kopai-cost-badge');
    await shows(badge, 'Try again');
    await accessible(badge);
    world.weather.offline = false;
    inside(badge, 'button').click();
    await shows(badge, '0.5 credits / message');
  });

  it('discloses the parts of the price by the keyboard, and closes on Escape', async () => {
    stage(createWorld(), '<kopai-cost-badge agent="brand-voice" details></kopai-cost-badge>');
    const badge = find('kopai-cost-badge');
    await shows(badge, '0.5 credits');
    const button = inside(badge, 'button');
    expect(button.getAttribute('aria-expanded')).to.equal('false');
    await sendKeys({ press: 'Tab' });
    expect(badge.shadowRoot?.activeElement).to.equal(button);
    await sendKeys({ press: 'Enter' });
    await shows(badge, 'Runtime');
    const cells = [...inside(badge, 'dl').children].map(({ textContent }) => textContent);
    expect(cells.slice(0, 6)).to.deep.equal([
      'Runtime',
      '0.2 credits',
      '$0.02',
      'Publisher add-on',
      '0.3 credits',
      '$0.03',
    ]);
    await shows(badge, 'Your balance covers about 12 messages.');
    expect(button.getAttribute('aria-expanded')).to.equal('true');
    await accessible(badge);
    await sendKeys({ press: 'Escape' });
    await until('closed', () => button.getAttribute('aria-expanded') === 'false');
    expect(badge.shadowRoot?.activeElement).to.equal(button);
  });

  it('asks once for a screen of badges, and for 500 at most five times', async () => {
    const badges = (count: number) =>
      Array.from({ length: count }, (_, i) => `<kopai-cost-badge agent="agent-${i}">0</kopai-cost-badge>`).join(' ');
    const screen = stage(createWorld(), badges(40));
    await until('an answer', () => screen.count('GET', quotes) > 0);
    await pause(100);
    expect(screen.count('GET', quotes)).to.equal(1);
    clear();
    const many = stage(createWorld(), badges(500));
    await until('an answer', () => many.count('GET', quotes) > 0);
    await pause(200);
    expect(many.count('GET', quotes)).to.be.at.most(5);
    expect(many.sessions()).to.equal(1);
  });

  it('leaves badges out of view unasked, until they come into it', async () => {
    const { asked, provider } = stage(
      createWorld(),
      '<kopai-cost-badge agent="brand-voice"></kopai-cost-badge><p></p><kopai-cost-badge agent="inbox-zero"></kopai-cost-badge>',
    );
    const gap = find('p');
    gap.style.height = '5000px';
    await shows(find('kopai-cost-badge'), '0.5 credits');
    expect(asked.map(({ url }) => url.searchParams.getAll('agent'))).to.deep.equal([['brand-voice']]);
    provider.lastElementChild?.scrollIntoView();
    await until('asked', () => asked.length === 2);
    expect(asked[1]?.url.searchParams.getAll('agent')).to.deep.equal(['inbox-zero']);
    window.scrollTo(0, 0);
  });

  it('asks again after a charge, and writes nothing when nothing has changed', async () => {
    const world = createWorld();
    const { count } = stage(world, '<kopai-cost-badge agent="language-tutor" details></kopai-cost-badge>');
    const badge = find('kopai-cost-badge');
    await shows(badge, '3 free left');
    let writes = 0;
    const observer = new MutationObserver((records) => {
      writes += records.length;
    });
    if (!badge.shadowRoot) throw new Error('not rendered');
    observer.observe(badge.shadowRoot, { subtree: true, childList: true, characterData: true, attributes: true });
    document.dispatchEvent(new KopaiChargeEvent());
    await until('asked again', () => count('GET', quotes) === 2);
    await pause(100);
    expect(writes).to.equal(0);
    world.charges.create({ agentId: 'language-tutor', userId: 'alice', messageId: 'm1' });
    document.dispatchEvent(new KopaiChargeEvent());
    await shows(badge, '2 free left');
    observer.disconnect();
  });

  it('does without a session that can not be had, and renews one that is refused once', async () => {
    stage(createWorld(), '<kopai-cost-badge agent="language-tutor"></kopai-cost-badge>', () =>
      Promise.reject(new Error('backend down')),
    );
    await shows(find('kopai-cost-badge'), '3 free messages');
    clear();
    const world = createWorld();
    const { sessions } = stage(world, '<kopai-cost-badge agent="language-tutor"></kopai-cost-badge>');
    await shows(find('kopai-cost-badge'), '3 free left');
    world.access.revokeAllSessions();
    world.charges.create({ agentId: 'language-tutor', userId: 'alice', messageId: 'm1' });
    document.dispatchEvent(new KopaiChargeEvent());
    await shows(find('kopai-cost-badge'), '2 free left');
    expect(sessions()).to.equal(2);
  });

  it('asks nothing any more once it is gone, and comes back as it was', async () => {
    const { count, provider } = stage(createWorld(), '<kopai-cost-badge agent="brand-voice"></kopai-cost-badge>');
    const badge = find('kopai-cost-badge');
    await shows(badge, '0.5 credits');
    badge.remove();
    document.dispatchEvent(new KopaiChargeEvent());
    await pause(50);
    expect(count('GET', quotes)).to.equal(1);
    provider.append(badge);
    await badge.updateComplete;
    expect(textOf(badge)).to.contain('0.5 credits / message');
    expect(count('GET', quotes)).to.equal(1);
  });

  it('takes another agent, and the page of no provider', async () => {
    const asked: string[] = [];
    configureKopai({
      baseUrl: 'https://default.invalid/',
      fetch: async (input) => {
        asked.push(String(input));
        return Response.json({ data: [], missing: [] });
      },
    });
    const badge = document.createElement('kopai-cost-badge');
    badge.agent = 'one';
    document.body.append(badge);
    await shows(badge, 'Price unavailable');
    badge.agent = 'two';
    await until('asked', () => asked.length === 2);
    expect(asked).to.deep.equal([
      'https://default.invalid/v1/quotes?agent=one',
      'https://default.invalid/v1/quotes?agent=two',
    ]);
  });
});
