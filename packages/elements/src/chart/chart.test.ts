import { createWorld, failing, signedOut, slow, type World } from '@kopai/mocks';
import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { accessible } from '../../test/accessible.ts';
import { earningWorld } from '../../test/earning-world.ts';
import { clear, find, inside, shows, stage, textOf, until } from '../../test/stage.ts';

const element = '<kopai-chart></kopai-chart>';
const dayMs = 24 * 60 * 60_000;

/** A world in which alice spent 4 credits two days ago, nothing yesterday, and 0.5 today. */
function spendingWorld(): World {
  const world = createWorld();
  const send = (agentId: string, messageId: string) => world.charges.create({ agentId, userId: 'alice', messageId });
  send('pitch-doctor', 'first');
  world.advance(2 * dayMs);
  send('brand-voice', 'second');
  return world;
}

describe('<kopai-chart>', () => {
  afterEach(clear);

  it('shows the total, the average, and a bar for each day', async () => {
    stage(spendingWorld(), element);
    const chart = find('kopai-chart');
    await shows(chart, '4.5 credits');
    await shows(chart, 'Last 30 days · 0.15 credits a day on average');
    const plot = inside(chart, '.plot');
    await Promise.all(plot.getAnimations({ subtree: true }).map(({ finished }) => finished));
    const bars = [...(chart.shadowRoot?.querySelectorAll('rect') ?? [])];
    expect(bars).to.have.length(30);
    const [twoDaysAgo, yesterday, today] = bars.slice(-3).map((bar) => bar.getBoundingClientRect().height);
    expect(today).to.be.closeTo(Number(twoDaysAgo) / 8, 1);
    expect(yesterday).to.equal(2);
    expect(bars.at(-1)?.classList.contains('today')).to.equal(true);
    await accessible(chart);
  });

  it('is walked through day by day with the arrow keys', async () => {
    stage(spendingWorld(), element);
    const chart = find('kopai-chart');
    await shows(chart, '4.5 credits');
    const plot = inside(chart, '[role=slider]');
    expect(plot.getAttribute('aria-description')).to.match(
      /^4\.5 credits spent in the last 30 days\. Most on .+: 4 credits\.$/,
    );
    plot.focus();
    await shows(chart, '0.5 credits');
    expect(plot.getAttribute('aria-valuetext')).to.match(/, 0\.5 credits, 1 message$/);
    await sendKeys({ press: 'ArrowLeft' });
    await sendKeys({ press: 'ArrowLeft' });
    await until('two days ago', () => /, 4 credits, 1 message$/.test(plot.getAttribute('aria-valuetext') ?? ''));
    await sendKeys({ press: 'Home' });
    await until('the first', () => plot.getAttribute('aria-valuenow') === '0');
    await accessible(chart);
    plot.blur();
    await shows(chart, '4.5 credits');
  });

  it('says what a day was that is pointed at, also where days run from right to left', async () => {
    const { provider } = stage(spendingWorld(), element);
    const chart = find('kopai-chart');
    await shows(chart, '4.5 credits');
    const plot = inside(chart, '.plot');
    const point = (along: number) => {
      const { left, width, top } = plot.getBoundingClientRect();
      plot.dispatchEvent(new PointerEvent('pointermove', { clientX: left + width * along, clientY: top + 5 }));
    };
    point(0.99);
    await shows(chart, '0.5 credits');
    plot.dispatchEvent(new PointerEvent('pointerleave'));
    await shows(chart, '4.5 credits');
    provider.dir = chart.dir = 'rtl';
    point(0.01);
    await shows(chart, '0.5 credits');
  });

  it('is a table too, in the room of the bars', async () => {
    stage(spendingWorld(), element);
    const chart = find('kopai-chart');
    await shows(chart, '4.5 credits');
    const { height } = chart.getBoundingClientRect();
    inside(chart, '.title button').click();
    await until('the table', () => chart.shadowRoot?.querySelector('table') !== null);
    const rows = [...(chart.shadowRoot?.querySelectorAll('tr') ?? [])].map((row) =>
      [...row.cells].slice(1).map(({ textContent }) => textContent),
    );
    expect(rows.slice(0, 4)).to.deep.equal([
      ['Spent', 'Messages'],
      ['0.5', '1'],
      ['0', '0'],
      ['4', '1'],
    ]);
    expect(chart.getBoundingClientRect().height).to.equal(height);
    await accessible(chart);
    inside(chart, '.title button').click();
    await until('the bars again', () => chart.shadowRoot?.querySelector('rect') !== null);
  });

  it('shows what an organization earned', async () => {
    stage(earningWorld(), '<kopai-chart wallet="org:acme" shows="earnings" days="7"></kopai-chart>');
    const chart = find('kopai-chart');
    await shows(chart, 'Last 7 days');
    await shows(chart, 'Earnings by day');
    expect(chart.shadowRoot?.querySelectorAll('rect')).to.have.length(7);
    await accessible(chart);
  });

  it('keeps its size from loading to empty and full', async () => {
    const heights = new Set<number>();
    for (const [world, text] of [
      [slow(60_000), 'Loading'],
      [createWorld(), 'No spending yet.'],
      [spendingWorld(), '4.5 credits'],
    ] as const) {
      stage(world, element);
      const chart = find('kopai-chart');
      await shows(chart, text);
      await accessible(chart);
      heights.add(Math.round(chart.getBoundingClientRect().height));
      clear();
    }
    expect([...heights]).to.have.length(1);
  });

  it('is quiet about a failure, and tries again', async () => {
    const world = failing('unavailable');
    stage(world, element);
    const chart = find('kopai-chart');
    await shows(chart, 'The chart could not be loaded.');
    expect(textOf(chart)).not.to.contain('Request ');
    await accessible(chart);
    world.weather.refusesWith = undefined;
    inside(chart, '[part=error] button').click();
    await shows(chart, 'No spending yet.');
  });

  it('asks visitors to sign in', async () => {
    stage(signedOut(), element);
    await shows(find('kopai-chart'), 'Sign in');
    await accessible(find('kopai-chart'));
  });
});
