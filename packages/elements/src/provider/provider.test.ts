import { createWorld, signedOut } from '@kopai/mocks';
import { expect } from 'chai';
import { clear, find, shows, stage, until } from '../../test/stage.ts';
import { defineOnce } from '../page/define-once.ts';
import { KopaiProvider } from './provider.ts';

describe('<kopai-provider>', () => {
  afterEach(clear);

  it('tells what stands inside it, in shadows too, where the server is', async () => {
    const { provider, asked } = stage(createWorld(), '<div></div>');
    const shadow = find('div').attachShadow({ mode: 'open' });
    shadow.append(Object.assign(document.createElement('kopai-cost-badge'), { agent: 'brand-voice' }));
    await shows(find('kopai-cost-badge', shadow), '0.5 credits');
    expect(asked[0]?.url.origin).to.equal(provider.baseUrl);
  });

  it('starts its elements anew when somebody signs in', async () => {
    const { provider } = stage(signedOut(), '<kopai-cost-badge agent="language-tutor"></kopai-cost-badge>');
    const badge = find('kopai-cost-badge');
    await shows(badge, '3 free messages');
    const world = createWorld();
    const other = stage(world, '');
    provider.fetch = other.provider.fetch;
    provider.fetchSession = other.provider.fetchSession;
    await shows(badge, '3 free left');
    expect(other.sessions()).to.equal(1);
  });

  it('writes numbers in its own locale', async () => {
    const { provider } = stage(createWorld(), '<kopai-cost-badge agent="brand-voice"></kopai-cost-badge>');
    provider.locale = 'en-DE';
    await shows(find('kopai-cost-badge'), '0,5 credits');
  });

  it('is defined once: the first version wins, and a warning names both', async () => {
    const warnings: string[] = [];
    const { warn } = console;
    console.warn = (text: string) => warnings.push(text);
    defineOnce('kopai-provider', KopaiProvider);
    defineOnce('kopai-provider', class extends HTMLElement {});
    console.warn = warn;
    expect(warnings).to.deep.equal(['<kopai-provider> is already defined by version 0.1.0; 0.1.0 is not used.']);
    await until('still the first', () => customElements.get('kopai-provider') === KopaiProvider);
  });
});
