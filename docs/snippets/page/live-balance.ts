import { KopaiChargeEvent, watchWallet } from '@kopai/elements';

// #region watch
/** A balance in the header, over the session and the stream that the elements share. */
export function showBalance(place: HTMLElement): () => void {
  return watchWallet('me', (state) => {
    if (state.status === 'ready') place.textContent = `${state.wallet.available / 1_000_000n} credits`;
  });
}
// #endregion watch

// #region charged
/** After your backend has charged a message: badges ask again what is free and affordable. Wallets hear of it by themselves. */
export const messageWasCharged = () => document.dispatchEvent(new KopaiChargeEvent());
// #endregion charged
