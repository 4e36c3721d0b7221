import type { GalleryGroup, GalleryState } from './state.ts';
import { autoTopups } from './states/auto-topups.ts';
import { badges } from './states/badges.ts';
import { budgets } from './states/budgets.ts';
import { charts } from './states/charts.ts';
import { earnings } from './states/earnings.ts';
import { histories } from './states/histories.ts';
import { plans } from './states/plans.ts';
import { topups } from './states/topups.ts';
import { wallets } from './states/wallets.ts';

/** Every element in every state, in the order in which a product meets them. */
export const groups: readonly GalleryGroup[] = [
  badges,
  topups,
  wallets,
  charts,
  histories,
  earnings,
  plans,
  autoTopups,
  budgets,
];

export const states: readonly GalleryState[] = groups.flatMap((group) => group.states);

/** The state of this name; the first one where there is none of it. */
export function stateNamed(id: string | null): GalleryState {
  const state = states.find((candidate) => candidate.id === id) ?? states[0];
  if (!state) throw new Error('the gallery is empty');
  return state;
}
