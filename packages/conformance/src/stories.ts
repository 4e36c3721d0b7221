import type { Stage } from './stage.ts';
import { access } from './stories/access.ts';
import { administration } from './stories/administration.ts';
import { atOnce } from './stories/at-once.ts';
import { authority } from './stories/authority.ts';
import { budgets } from './stories/budgets.ts';
import { catalog } from './stories/catalog.ts';
import { charging } from './stories/charging.ts';
import { doors } from './stories/doors.ts';
import { earnings } from './stories/earnings.ts';
import { freeMessages } from './stories/free-messages.ts';
import { holds } from './stories/holds.ts';
import { keys } from './stories/keys.ts';
import { live } from './stories/live.ts';
import { plans } from './stories/plans.ts';
import { quotes } from './stories/quotes.ts';
import { topups } from './stories/topups.ts';
import { wallets } from './stories/wallets.ts';

/** A part of the contract, played through. */
export interface Story {
  /** Also the name of its transcript. */
  readonly title: string;
  readonly play: (stage: Stage) => Promise<void>;
}

/** Each has people and agents of its own, so none depends on another. */
export const stories: readonly Story[] = [
  doors,
  authority,
  access,
  keys,
  catalog,
  quotes,
  charging,
  freeMessages,
  holds,
  atOnce,
  budgets,
  wallets,
  live,
  topups,
  earnings,
  plans,
  administration,
];
