import { accountOf } from './account.ts';
import { defaultPage, onDefaultPage } from './default-page.ts';
import type { KopaiPage } from './kopai-page.ts';
import type { WalletState } from './wallet-store.ts';

/**
 * Follows a wallet for a place of the page's own, such as the balance in its header: calls back with what is known, at once and after
 * each change, until the returned function is called. It shares the session and the one live stream of the page's elements.
 */
export function watchWallet(wallet: string, listener: (state: WalletState) => void): () => void {
  const follow = (page: KopaiPage) => accountOf(page).balances.watch(wallet, listener);
  let unwatch = follow(defaultPage());
  const stop = onDefaultPage((page) => {
    unwatch();
    unwatch = follow(page);
  });
  return () => {
    stop();
    unwatch();
  };
}
