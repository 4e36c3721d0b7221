import { createWorld } from '@kopai/mocks';
import { expect } from 'chai';
import { accessible } from '../../test/accessible.ts';
import { clear, find, inside, pause, shows, stage, textOf } from '../../test/stage.ts';
import { ar } from '../words/ar.ts';
import { de } from '../words/de.ts';
import { ja } from '../words/ja.ts';
import { addWords } from '../words/languages.ts';

const badge = '<kopai-cost-badge agent="language-tutor" details></kopai-cost-badge>';
const both = `${badge}<kopai-wallet></kopai-wallet>`;

/** English words that would give a section away that was forgotten. */
const english = /\b(?:credits?|message|balance|activity|plan|top|set|load|price|free|of|the)\b/i;

/** What is said without the server's own words: names of plans and features, and the reason of an adjustment. */
const ours = (said: string): string =>
  said.replace(/Free|Pro|Credits|Welcome credits|Chat with agents|\w+ private agents|Publish to marketplace/g, '');

/** Everything a wallet shows once its sections are there, their shadows included. */
async function shownIn(element: Element, last: string): Promise<string> {
  const sections = () => [...(element.shadowRoot?.querySelectorAll('*') ?? [])].filter(({ shadowRoot }) => shadowRoot);
  await shows(element, last);
  await pause(300);
  return [element, ...sections()].map(textOf).join(' ');
}

describe('the language of an element', () => {
  before(() => addWords(de, ja, ar));
  afterEach(() => {
    clear();
    document.documentElement.removeAttribute('lang');
    document.documentElement.removeAttribute('dir');
  });

  it('is that of the page: German', async () => {
    document.documentElement.lang = 'de-AT';
    stage(createWorld(), both);
    const wallet = find('kopai-wallet');
    const said = await shownIn(wallet, 'Guthaben');
    expect(said).to.include('Aufladen').and.include('Aktivität').and.include('Automatisches Aufladen');
    expect(ours(said)).not.to.match(english);
    await shows(find('kopai-cost-badge'), 'noch 3 kostenlos');
    expect(wallet.hasAttribute('lang')).to.equal(false);
    expect(wallet.hasAttribute('dir')).to.equal(false);
    await accessible(wallet);
  });

  it('is that of the nearest lang, which may be the element’s own', async () => {
    document.documentElement.lang = 'de';
    stage(createWorld(), `<section lang="ja">${badge}</section><kopai-wallet lang="en-GB"></kopai-wallet>`);
    await shows(find('kopai-cost-badge'), '無料');
    await shows(find('kopai-wallet'), 'Top up');
    const transactions = find('kopai-transactions', find('kopai-wallet').shadowRoot ?? document);
    await shows(transactions, 'Activity');
  });

  it('is Japanese in the wallet and the badge', async () => {
    document.documentElement.lang = 'ja';
    stage(createWorld(), both);
    const said = await shownIn(find('kopai-wallet'), '残高');
    expect(said).to.include('利用履歴').and.include('自動チャージ');
    await shows(find('kopai-cost-badge'), 'クレジット / メッセージ');
  });

  it('reads from right to left in Arabic, on a page that reads from left to right', async () => {
    const { provider } = stage(createWorld(), both);
    provider.locale = 'ar';
    const wallet = find('kopai-wallet');
    const said = await shownIn(wallet, 'الرصيد');
    expect(said).to.include('شحن الرصيد').and.include('النشاط');
    expect(ours(said)).not.to.match(english);
    expect(getComputedStyle(wallet).direction).to.equal('rtl');
    expect(wallet.lang).to.equal('ar');
    expect(getComputedStyle(inside(wallet, '.number')).direction).to.equal('ltr');
    const price = find('kopai-cost-badge');
    await shows(price, 'رسالة');
    expect(getComputedStyle(price).direction).to.equal('rtl');
    await accessible(wallet);
  });

  it('reads from left to right in English, on a page that reads from right to left', async () => {
    document.documentElement.lang = 'he';
    document.documentElement.dir = 'rtl';
    stage(createWorld(), both);
    const wallet = find('kopai-wallet');
    await shows(wallet, 'Balance');
    expect([wallet.dir, wallet.lang]).to.deep.equal(['ltr', 'en']);
  });

  it('follows the provider from one language to another, and leaves what the author set', async () => {
    const { provider } = stage(createWorld(), `${badge}<kopai-wallet dir="ltr"></kopai-wallet>`);
    provider.locale = 'ar';
    await shows(find('kopai-wallet'), 'الرصيد');
    expect(find('kopai-wallet').dir).to.equal('ltr');
    provider.locale = 'de';
    await shows(find('kopai-cost-badge'), 'noch 3 kostenlos');
    expect(getComputedStyle(find('kopai-cost-badge')).direction).to.equal('ltr');
  });

  it('changes when its words arrive after it was drawn', async () => {
    const { provider } = stage(createWorld(), badge);
    provider.locale = 'tlh';
    await shows(find('kopai-cost-badge'), 'free');
    addWords({ ...de, language: 'tlh' });
    await shows(find('kopai-cost-badge'), 'kostenlos');
  });
});
