import { formatCredits } from '@kopai/contracts/amount';
import { watchWallet } from '@kopai/elements';

/** Keeps the balance in the header live, over the stream that the page's elements share. */
export function followBalance(pill: HTMLElement, wallet: string): void {
  const amount = pill.querySelector('[data-balance]');
  watchWallet(wallet, (state) => {
    pill.classList.toggle('live', state.status === 'ready');
    if (state.status !== 'ready' || !amount) return;
    pill.classList.toggle('low', state.wallet.lowBalance);
    const text = formatCredits(state.wallet.available);
    if (amount.textContent !== text) amount.textContent = text;
  });
}
