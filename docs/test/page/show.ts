import '@kopai/elements/define';
import { configureKopai } from '@kopai/elements';
import { fetchSession } from '../../examples/fetch-session.ts';
import embedded from '../../snippets/page/embedded.html?raw';

/** What each snippet is shown by: it is imported as a page would, and its results are left where the test finds them. */
const shows: Readonly<Record<string, () => Promise<object>>> = {
  async appearance() {
    await import('../../snippets/page/tokens.css');
    const shown = await import('../../snippets/page/appearance.ts');
    configureKopai({ fetchSession, appearance: { ...shown.appearance } });
    document.body.innerHTML = '<kopai-wallet></kopai-wallet>';
    return shown;
  },
  async languages() {
    const shown = await import('../../snippets/page/languages.ts');
    configureKopai({ fetchSession });
    document.body.innerHTML = '<kopai-wallet></kopai-wallet><div lang="ar"><kopai-wallet></kopai-wallet></div>';
    return shown;
  },
  async 'live-balance'() {
    const shown = await import('../../snippets/page/live-balance.ts');
    configureKopai({ fetchSession });
    document.body.innerHTML = '<p id="balance"></p><kopai-cost-badge agent="tax-helper"></kopai-cost-badge>';
    const place = document.querySelector<HTMLElement>('#balance');
    if (place) shown.showBalance(place);
    return shown;
  },
  async 'signing-in'() {
    const shown = await import('../../snippets/page/signing-in.ts');
    document.body.innerHTML = '<kopai-wallet></kopai-wallet>';
    return shown;
  },
  async embedded() {
    document.body.innerHTML = embedded;
    return {};
  },
};

const shown = await shows[location.hash.slice(1)]?.();
Object.assign(window, shown);
