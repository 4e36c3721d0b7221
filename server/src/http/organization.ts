import { Problem } from '@kopai/contracts';
import { type Caller, type WalletUse, walletFor } from '../access/index.ts';

/** The organization whose wallet a request names, if the caller may use it so. A person's wallet is refused. */
export function organizationOf(caller: Caller, named: string, use: WalletUse): string {
  const wallet = walletFor(caller, named, use);
  if (wallet.startsWith('org:')) return wallet.slice('org:'.length);
  throw new Problem('organization_required', `${wallet} is a person's wallet.`);
}
