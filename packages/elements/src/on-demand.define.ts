import type { ElementModules } from './page/load-elements.ts';
import { loadOnDemand } from './page/load-on-demand.ts';
// What stands inside a provider finds it at once; and with it comes Lit, which is then loaded beside no element but before all of them.
import './provider/provider.define.ts';
import { sectionModules } from './sections/section-modules.ts';

/** The client is asked for together with the element that needs it, so that neither waits for the other. */
const withClient = (load: () => Promise<unknown>) => () => Promise.all([import('./page/account.ts'), load()]);

const modules: ElementModules = {
  'kopai-cost-badge': () => import('./cost-badge/cost-badge.define.ts'),
  'kopai-wallet': withClient(() => import('./wallet/wallet.define.ts')),
  ...Object.fromEntries(Object.entries(sectionModules).map(([name, load]) => [name, withClient(load)])),
};

// A server has no document: importing this there does nothing.
if (typeof document !== 'undefined') loadOnDemand(modules);

export { KopaiChargeEvent } from './events/charge.ts';
export { configureKopai } from './page/default-page.ts';
export { version } from './page/version.ts';
export { watchWalletLater as watchWallet } from './page/watch-wallet-later.ts';
export { addWords } from './words/languages.ts';
