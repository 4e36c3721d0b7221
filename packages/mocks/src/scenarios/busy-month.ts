import { microcreditsPerCredit } from '@kopai/contracts';
import { populate } from '../content.ts';
import { World, type WorldOptions } from '../world.ts';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
const days = 30;

/** What alice talks to, some of it more often. */
const favourites = ['inbox-zero', 'inbox-zero', 'brand-voice', 'language-tutor', 'brand-voice', 'inbox-zero'] as const;

/**
 * Thirty days of life, until now: alice spends from her own wallet and from acme's, less on weekends, and buys a pack when she runs low; messages
 * fail and are given back now and then; readers pay for acme's agent, whose shares settle day by day, and acme withdraws once a week.
 *
 * The month is the same each time, unless another `seed` is given. It ends now, or with a seed of your own when a seeded world stands.
 */
export function busyMonth(options: WorldOptions = {}): World {
  const nowMs = options.nowMs ?? (options.seed === undefined ? Date.now : undefined);
  const world = new World({ seed: 'busy month', ...options, nowMs, empty: true });
  const nowIsMs = world.nowMs();
  const endMs = nowIsMs - quietMs(nowIsMs);
  world.advance(endMs - nowIsMs - days * dayMs);
  populate(world);
  world.payouts.complete('acme');
  world.adjust('user:reader', 10_000n * microcreditsPerCredit, 'Plenty');
  for (let day = 0; day < days; day++) live(world, day, endMs - (days - day) * dayMs);
  world.advance(nowIsMs - world.nowMs());
  return world;
}

/**
 * How long nothing has happened. A day's readers come 16 to 23 hours after its start: where a month ended at such an hour, midnight (UTC) would fall between
 * those, and some dates would have the readers of two days and others none. So it ends at one o'clock then.
 */
function quietMs(nowMs: number): number {
  const sinceMidnightMs = nowMs % dayMs;
  return sinceMidnightMs > hourMs && sinceMidnightMs < 8 * hourMs ? sinceMidnightMs - hourMs : 0;
}

/** One day: messages spread over it, and at its end the readers' and what is withdrawn. */
function live(world: World, day: number, startMs: number): void {
  const isWeekend = [0, 6].includes(new Date(startMs).getUTCDay());
  const messages = isWeekend ? 2 + world.dice.roll(4) : 8 + world.dice.roll(12);
  const stepMs = Math.floor(dayMs / (messages + 1));
  for (let index = 0; index < messages; index++) {
    world.advance(stepMs);
    say(world, `day-${day}-message-${index}`);
  }
  for (let index = world.dice.roll(18) + 12; index > 0; index--) {
    world.charges.create({ agentId: 'pitch-doctor', userId: 'reader', messageId: `day-${day}-reader-${index}` });
  }
  if (day % 7 === 6) withdraw(world);
  world.advance(startMs + dayMs - world.nowMs());
}

function say(world: World, messageId: string): void {
  const { charges, dice } = world;
  if (world.wallets.spendable('user:alice') < 2n * microcreditsPerCredit) buy(world);
  const inTeam = dice.roll(4) === 0 && world.wallets.spendable('org:acme') > 2n * microcreditsPerCredit;
  const agentId = favourites[dice.roll(favourites.length)] ?? 'inbox-zero';
  const message = { agentId, userId: 'alice', messageId, ...(inTeam && { orgId: 'acme' }) };
  const fate = dice.roll(20);
  const isHeld = fate < 4;
  const { charge } = charges.create({ ...message, capture: !isHeld });
  if (isHeld) charges.end(charge.id, fate === 0 ? 'release' : 'capture');
  if (fate === 4) charges.end(charge.id, 'refund');
}

function buy(world: World): void {
  const pack = world.catalog.packs[0];
  if (!pack) return;
  const urls = { successUrl: 'https://page.invalid/', cancelUrl: 'https://page.invalid/' };
  world.pay(world.topups.create({ wallet: 'user:alice', pack, ...urls }).id);
}

function withdraw(world: World): void {
  const { available, minimumPayout } = world.organizations.earnings('acme');
  const wholeCents = available - (available % (microcreditsPerCredit / 10n));
  if (wholeCents < minimumPayout) return;
  const { id } = world.payouts.create('acme', wholeCents, available);
  world.payouts.settle(id, 'paid');
}
