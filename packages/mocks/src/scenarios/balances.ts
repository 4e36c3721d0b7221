import { parseCredits } from '@kopai/contracts';
import { createWorld, type World, type WorldOptions } from '../world.ts';

/** Wallets in the states that a page has to show. In each, `alice` is signed in and owns the organization `acme`. */

const alice = 'user:alice';

function emptied(options: WorldOptions | undefined, ...wallets: readonly string[]): World {
  const world = createWorld(options);
  for (const wallet of wallets) world.adjust(wallet, -world.wallets.state(wallet).available, 'Spent');
  return world;
}

/** Nothing to spend, in any wallet. */
export const emptyWallet = (options?: WorldOptions): World => emptied(options, alice, 'org:acme');

/** Enough for a few messages, and low. */
export function lowBalance(options?: WorldOptions): World {
  const world = emptied(options, alice);
  world.adjust(alice, parseCredits('0.9'), 'Welcome credits');
  return world;
}

/** A history of several pages with every kind of movement, and credits left. */
export function fullWallet(options?: WorldOptions): World {
  const world = createWorld(options);
  const { charges } = world;
  const buy = (packId: string) => {
    const pack = world.catalog.packs.find(({ id }) => id === packId) ?? world.catalog.packs[0];
    if (!pack) return;
    const urls = { successUrl: 'https://page.invalid/', cancelUrl: 'https://page.invalid/' };
    world.pay(world.topups.create({ wallet: alice, pack, ...urls }).id);
  };
  const send = (agentId: string, messageId: string, capture = true) =>
    charges.create({ agentId, userId: 'alice', messageId, capture }).charge.id;
  buy('starter');
  for (let i = 1; i <= 3; i++) send('language-tutor', `lesson-${i}`);
  for (let i = 1; i <= 30; i++) send(i % 3 === 0 ? 'brand-voice' : 'inbox-zero', `message-${i}`);
  charges.end(send('brand-voice', 'refunded'), 'refund');
  charges.end(send('pitch-doctor', 'answered', false), 'capture');
  charges.end(send('pitch-doctor', 'failed', false), 'release');
  world.clawBack(alice, parseCredits('5'));
  buy('standard');
  send('pitch-doctor', 'in-flight', false);
  return world;
}

/** A refund took the wallet below zero: it owes, and messages are refused until a top-up pays that. */
export function inDebt(options?: WorldOptions): World {
  const world = emptied(options, alice);
  world.clawBack(alice, parseCredits('12.5'));
  return world;
}

/** Nothing to spend, and an agent that still answers for free: `language-tutor`, of whose 3 free messages 2 are left. */
export function freeMessages(options?: WorldOptions): World {
  const world = emptied(options, alice);
  world.charges.create({ agentId: 'language-tutor', userId: 'alice', messageId: 'first-lesson' });
  return world;
}
