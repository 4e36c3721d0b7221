import { createWorld, failing, fullWallet, signedOut, slow, type World } from '@kopai/mocks';
import { expect } from 'chai';
import { accessible } from '../../test/accessible.ts';
import { clear, find, inside, pause, shows, stage, until } from '../../test/stage.ts';

const element = '<kopai-transactions></kopai-transactions>';

const rowsOf = (history: Element) => [...(history.shadowRoot?.querySelectorAll('tbody tr') ?? [])];

function choose(history: Element, index: number, value: string): void {
  const select = inside<HTMLSelectElement>(history, `select:nth-of-type(${index})`);
  select.value = value;
  select.dispatchEvent(new Event('change'));
}

describe('<kopai-transactions>', () => {
  afterEach(clear);

  it('shows what moved the wallet, a page at a time', async () => {
    stage(fullWallet(), element);
    const history = find('kopai-transactions');
    await shows(history, 'Load more');
    expect(rowsOf(history)).to.have.length(20);
    await shows(history, '+150');
    await accessible(history);
    inside(history, '[part=more]').click();
    await until('the next page', () => rowsOf(history).length > 20);
    await until(
      'whole',
      () => !inside(history, '[role=table]').nextElementSibling?.matches('.foot [aria-disabled=true]'),
    );
  });

  it('filters by kind and period, and says when nothing matches', async () => {
    const { asked } = stage(fullWallet(), element);
    const history = find('kopai-transactions');
    await shows(history, 'Load more');
    choose(history, 1, 'topup');
    await until('the top-ups', () => rowsOf(history).length === 2);
    const receipts = rowsOf(history).map((row) => row.querySelector('a')?.href ?? '');
    expect(receipts.every((url) => url.startsWith('https://checkout.invalid/receipts/top_'))).to.equal(true);
    choose(history, 1, 'dispute');
    await shows(history, 'Nothing matches these filters.');
    await accessible(history);
    choose(history, 2, 'week');
    await until('asked with a day', () => asked.at(-1)?.url.searchParams.has('from') === true);
    inside(history, '.nothing button').click();
    await until('everything', () => rowsOf(history).length === 20);
    expect(inside<HTMLSelectElement>(history, 'select').value).to.equal('');
  });

  it('takes days of its own', async () => {
    const { asked } = stage(fullWallet(), element);
    const history = find('kopai-transactions');
    await shows(history, 'Load more');
    choose(history, 2, 'custom');
    await until('the days', () => history.shadowRoot?.querySelector('input[type=date]') !== null);
    await accessible(history);
    const day = inside<HTMLInputElement>(history, 'input[type=date]');
    day.value = '2031-05-17';
    day.dispatchEvent(new Event('change'));
    await shows(history, 'Nothing matches these filters.');
    expect(asked.at(-1)?.url.searchParams.get('from')).to.equal(new Date(2031, 4, 17).toISOString());
  });

  it('shows new movements on top by itself, and keeps the pages below', async () => {
    const world = fullWallet();
    stage(world, element);
    const history = find('kopai-transactions');
    await shows(history, 'Load more');
    inside(history, '[part=more]').click();
    await until('the next page', () => rowsOf(history).length > 20);
    const before = rowsOf(history).length;
    world.adjust('user:alice', 3_000_000n, 'A gift');
    await shows(history, 'A gift');
    expect(rowsOf(history)).to.have.length(before + 1);
  });

  it("names the member of an organization's messages", async () => {
    const world = createWorld();
    world.charges.create({ agentId: 'brand-voice', userId: 'bob', orgId: 'acme', messageId: 'm1' });
    stage(world, '<kopai-transactions wallet="org:acme"></kopai-transactions>');
    const history = find('kopai-transactions');
    history.memberName = (id) => `Dr. ${id}`;
    await shows(history, 'Dr. bob');
    await shows(history, 'Member');
    await accessible(history);
  });

  it('saves what is filtered as a file', async () => {
    const { asked } = stage(fullWallet(), element);
    const history = find('kopai-transactions');
    await shows(history, 'Load more');
    choose(history, 1, 'topup');
    await until('the top-ups', () => rowsOf(history).length === 2);
    const saved = new Promise<HTMLAnchorElement>((resolve) => {
      const { click } = HTMLAnchorElement.prototype;
      HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
        HTMLAnchorElement.prototype.click = click;
        resolve(this);
      };
    });
    inside(history, '[part=export]').click();
    const { download, href } = await saved;
    expect(download).to.equal('kopai-me.csv');
    const csv = await (await fetch(href)).text();
    expect(csv.trim().split('\n')).to.have.length(3);
    // The stream of the balance may have been opened meanwhile.
    expect(asked.map(({ headers }) => headers.get('accept'))).to.include('text/csv');
  });

  it('says beside the export why there is no file, and why there is no further page', async () => {
    const world = fullWallet();
    stage(world, element);
    const history = find('kopai-transactions');
    await shows(history, 'Load more');
    world.weather.fail('wallets.transactions', 'wallet_forbidden', 1);
    inside(history, '[part=export]').click();
    await shows(history, 'You have no access to this wallet.');
    await accessible(history);
    inside(history, '[part=export]').click();
    await until('gone', () => history.shadowRoot?.querySelector('.problem') === null);
    world.weather.fail('wallets.transactions', 'wallet_forbidden', 1);
    inside(history, '[part=more]').click();
    await shows(history, 'You have no access to this wallet.');
    const lines = history.shadowRoot?.querySelectorAll('tbody tr').length ?? 0;
    inside(history, '[part=more]').click();
    await until('the next page', () => (history.shadowRoot?.querySelectorAll('tbody tr').length ?? 0) > lines);
    expect(history.shadowRoot?.querySelector('.problem')).to.equal(null);
  });

  it('says that there is nothing yet, that it is loading, and that nobody is signed in', async () => {
    const world = createWorld({ empty: true });
    world.session = world.signIn({ userId: 'new' });
    stage(world, element);
    await shows(find('kopai-transactions'), 'Nothing here yet.');
    await accessible(find('kopai-transactions'));
    clear();
    stage(slow(5_000), element);
    await pause(50);
    expect(inside(find('kopai-transactions'), '[aria-busy]')).to.be.an.instanceOf(HTMLElement);
    await accessible(find('kopai-transactions'));
    clear();
    stage(signedOut(), element);
    await shows(find('kopai-transactions'), 'Sign in to see this wallet.');
    await accessible(find('kopai-transactions'));
  });

  it('shows an error with its request, and tries again', async () => {
    const world = failing('wallet_forbidden' as World['weather']['refusesWith']);
    stage(world, element);
    const history = find('kopai-transactions');
    await shows(history, 'You have no access to this wallet.');
    await shows(history, 'Request ');
    await accessible(history);
    world.weather.refusesWith = undefined;
    inside(history, '[part=error] button').click();
    await shows(history, 'Welcome credits');
  });

  it("says what moved an organization's earnings", async () => {
    const world = createWorld();
    world.wallets.move('org:acme', { kind: 'earnings_settled', amount: 0n, about: { earnings: 126_000_000n } });
    world.wallets.move('org:acme', { kind: 'payout', amount: 0n, about: { earnings: -100_500_000n } });
    stage(world, '<kopai-transactions wallet="org:acme"></kopai-transactions>');
    const history = find('kopai-transactions');
    await shows(history, 'Withdrawal of earnings');
    await shows(history, 'Earnings -100.5');
    await shows(history, 'Earnings settled');
    await shows(history, 'Earnings +126');
    await accessible(history);
  });
});
