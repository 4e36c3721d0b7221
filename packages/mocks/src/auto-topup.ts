import { type AutoTopup, type AutoTopupState, type BodyOf, type Pack, Problem } from '@kopai/contracts';

/** Which wallets buy packs by themselves. In memory nothing is charged: `set` shows a state as Stripe would bring it about. */
export class AutoTopups {
  readonly #packs: readonly Pack[];
  readonly #byWallet = new Map<string, AutoTopup>();

  constructor(packs: readonly Pack[]) {
    this.#packs = packs;
  }

  get(wallet: string): AutoTopup {
    return (
      this.#byWallet.get(wallet) ?? {
        object: 'auto_topup',
        wallet,
        enabled: false,
        threshold: 0n,
        packId: this.#packs[0]?.id ?? '',
        monthlyCap: 0n,
        state: 'off',
        monthSpent: 0n,
        nextTryAt: null,
        actionUrl: null,
        lastFailure: null,
      }
    );
  }

  put(wallet: string, body: BodyOf<'autoTopup.put'>): AutoTopup {
    if (!this.#packs.some(({ id }) => id === body.packId)) {
      throw new Problem('pack_not_found', `There is no pack ${JSON.stringify(body.packId)}.`);
    }
    const state: AutoTopupState = body.enabled ? 'ready' : 'off';
    const settings = { ...this.get(wallet), ...body, state, nextTryAt: null, actionUrl: null, lastFailure: null };
    this.#byWallet.set(wallet, settings);
    return settings;
  }

  /** Brings a wallet's automatic top-up into a state. */
  set(
    wallet: string,
    state: AutoTopupState,
    more: Partial<Pick<AutoTopup, 'actionUrl' | 'lastFailure' | 'nextTryAt'>> = {},
  ): void {
    this.#byWallet.set(wallet, { ...this.get(wallet), enabled: state !== 'off', state, ...more });
  }
}
