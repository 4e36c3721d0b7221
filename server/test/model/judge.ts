import { linearize } from './linearizable.ts';
import { printHistory } from './operation.ts';
import { historyOf, type Played } from './play.ts';
import { shrink } from './shrink.ts';

/** What the checker makes of a round. */
export interface Judged {
  /** For each wallet that no order explains, the part of its history that shows it. */
  readonly faults: readonly string[];
  /** Wallets whose search was given up. */
  readonly undecided: number;
}

/** Checks each wallet of a round by itself: the prices are a part of all of them. */
export function judge(played: Played): Judged {
  const verdicts = played.wallets.map((wallet) => {
    const history = historyOf(wallet, played);
    return { wallet, history, verdict: linearize(history, played.initial) };
  });
  return {
    faults: verdicts
      .filter(({ verdict }) => verdict === 'impossible')
      .map(({ wallet, history }) => `${wallet}\n${printHistory(shrink(history, played.initial))}`),
    undecided: verdicts.filter(({ verdict }) => verdict === 'too long').length,
  };
}
