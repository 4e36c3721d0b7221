import { busyMonth, createWorld, fullWallet, type World } from '@kopai/mocks';

/** The worlds that pages show, by name. Time goes on in them as it does outside. */
export const liveWorlds = {
  usual: () => createWorld(),
  month: () => busyMonth(),
  full: () => fullWallet(),
} satisfies Record<string, () => World>;

export type LiveWorldName = keyof typeof liveWorlds;
