import type { Operation } from './operation.ts';
import { step, type WalletModel } from './wallet-model.ts';

/** Whether there is an order that explains a history, or that the search was given up. */
export type Verdict = 'linearizable' | 'impossible' | 'too long';

/** States looked at before a search is given up. Histories of some thirty calls that really happened need a few hundred. */
const statesMost = 400_000;

/**
 * Whether the calls on one wallet can be put into one order in which each happened at once, at a moment between its call and its answer, and
 * in which the model gives every answer that was given. Wing and Gong's search: of the calls that no other one ended before, each is tried as the next;
 * what was tried from the same calls and the same state is not tried again (Lowe). A call without an answer may come at any time after it was sent, or never.
 */
export function linearize(history: readonly Operation[], initial: WalletModel): Verdict {
  // What nobody saw and what changes nothing explains nothing.
  const operations = history
    .filter(({ call, answer }) => answer !== undefined || call.kind !== 'read')
    .toSorted((a, b) => a.startMs - b.startMs);
  const wanted = operations.filter(({ answer }) => answer !== undefined).length;
  // Those without an answer come last: one that has happened shows soon after it had to, and few have.
  const order = operations
    .map((operation, i) => ({ ...operation, i }))
    .toSorted((a, b) => Number(a.answer === undefined) - Number(b.answer === undefined) || a.i - b.i);
  const tried = new Set<string>();
  const done = operations.map(() => false);
  let gaveUp = false;

  const search = (wallet: WalletModel, explained: number): boolean => {
    if (explained === wanted) return true;
    if (tried.size >= statesMost) {
      gaveUp = true;
      return false;
    }
    const key = `${done.map(Number).join('')} ${fingerprint(wallet)}`;
    if (tried.has(key)) return false;
    tried.add(key);
    // Nothing can come next that was called after another one, not yet in the order, was answered.
    const firstEndMs = Math.min(...operations.map(({ endMs }, i) => (done[i] ? Infinity : endMs)));
    for (const { i, call, startMs, answer } of order) {
      if (done[i] || startMs > firstEndMs) continue;
      const next = step(wallet, call);
      if (!next || (answer !== undefined && next.answer !== answer)) continue;
      done[i] = true;
      if (search(next.wallet, explained + (answer === undefined ? 0 : 1))) return true;
      done[i] = false;
    }
    return false;
  };
  if (search(initial, 0)) return 'linearizable';
  return gaveUp ? 'too long' : 'impossible';
}

/** The same for the same state, whatever order its parts were made in. */
function fingerprint(wallet: WalletModel): string {
  const charges = Object.entries(wallet.charges).map(
    ([message, { status, answer }]) => `${message} ${status} ${answer}`,
  );
  const free = Object.entries(wallet.freeUsed).map(([counter, used]) => `${counter} ${used}`);
  const budgets = Object.entries(wallet.budgets).map(([user, { limit, spent }]) => `${user} ${limit} ${spent}`);
  const prices = Object.entries(wallet.prices).map(([agent, { infra }]) => `${agent} ${infra}`);
  const parts = [charges, free, budgets, prices].map((part) => part.toSorted().join());
  return [wallet.available, wallet.held, ...parts].join('|');
}
