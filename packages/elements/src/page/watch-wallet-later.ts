import type { watchWallet } from './watch-wallet.ts';

/** `watchWallet`, for a page that loads the client when it is first needed. */
export const watchWalletLater: typeof watchWallet = (wallet, listener) => {
  let stop: (() => void) | undefined;
  let stopped = false;
  void import('./watch-wallet.ts').then((client) => {
    if (!stopped) stop = client.watchWallet(wallet, listener);
  });
  return () => {
    stopped = true;
    stop?.();
  };
};
