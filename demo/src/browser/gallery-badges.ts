import { formatCredits } from '@kopai/contracts/amount';
import { configureKopai, KopaiChargeEvent, watchWallet } from '@kopai/elements';
import { mockFetch } from '@kopai/mocks';
import { worldOfCards } from '../gallery/badge-cards.ts';
import { type Counts, countedFetch, countPage, countWrites } from '../gallery/count-page.ts';

/** The page of 500 badges: counts what it does, and shows it. */

const labels: Readonly<Record<keyof Counts, string>> = {
  quoteRequests: 'Requests for prices',
  streams: 'Live streams of this tab',
  sessions: 'Sessions asked for',
  observers: 'Intersection observers',
  writes: 'DOM writes when the same prices came again',
  shift: 'Layout shift',
  upgradeMs: 'Time until prices were live, ms',
};

const counts = countPage();
const world = worldOfCards();
configureKopai({
  baseUrl: 'https://kopai.invalid',
  fetch: countedFetch(counts, mockFetch(world)),
  fetchSession: async () => {
    counts.sessions += 1;
    return (await world.session?.()) ?? null;
  },
});
void count();

async function count(): Promise<void> {
  const startMs = performance.now();
  await import('@kopai/elements/cost-badge');
  const badges = [...document.querySelectorAll('kopai-cost-badge')];
  await pricesOf(badges);
  counts.upgradeMs = Math.round(performance.now() - startMs);
  await import('@kopai/elements/wallet');
  const output = document.querySelector('[data-balance]');
  watchWallet('me', (state) => {
    if (output && state.status === 'ready') output.textContent = `Balance: ${formatCredits(state.wallet.balance)}`;
  });
  show();
  // The same prices once more: a message was charged somewhere, and nothing of it shows here.
  countWrites(counts, badges);
  const before = counts.quoteRequests;
  document.dispatchEvent(new KopaiChargeEvent());
  while (counts.quoteRequests === before) await moment();
  for (let look = 0; look < 10; look++) await moment();
  counts.quoteRequests = before;
  show();
  document.body.dataset.counted = '';
  setInterval(show, 500);
}

/** Waits until the badges in view show their prices. */
async function pricesOf(badges: readonly HTMLElement[]): Promise<void> {
  const isInView = (badge: HTMLElement) => badge.getBoundingClientRect().top < innerHeight;
  const isWithout = ({ shadowRoot }: HTMLElement) => !shadowRoot?.querySelector('[part=price]');
  // Who is in view is asked each time: a face that arrives late makes rows higher.
  while (badges.some((badge) => isInView(badge) && isWithout(badge))) await moment();
}

function moment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

function show(): void {
  const rows = (Object.keys(labels) as (keyof Counts)[]).map((name) => {
    const row = document.createElement('tr');
    const title = document.createElement('th');
    title.scope = 'row';
    title.textContent = labels[name];
    const value = document.createElement('td');
    value.dataset.count = name;
    value.textContent = String(Math.round(counts[name] * 1000) / 1000);
    row.append(title, value);
    return row;
  });
  document.querySelector('[data-counts]')?.replaceChildren(...rows);
}
