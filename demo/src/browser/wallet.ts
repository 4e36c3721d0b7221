import './site.ts';
import '@kopai/elements/wallet';

/** A wallet page: an organization's history and budgets call its members by name. */

const wallet = document.querySelector<HTMLElementTagNameMap['kopai-wallet']>('kopai-wallet[data-members]');
if (wallet) {
  const names: Readonly<Record<string, string>> = JSON.parse(wallet.dataset.members ?? '{}');
  wallet.members = Object.keys(names);
  wallet.memberName = (userId) => names[userId] ?? userId;
}
