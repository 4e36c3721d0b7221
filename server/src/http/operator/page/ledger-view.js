import { creditsText, dollarsText, negative, roundedText, sumOf } from '/operator/amounts.js';
import { cards, node } from '/operator/show.js';

const accountNames = {
  'wallet:user': 'Wallets of users',
  'wallet:org': 'Wallets of organizations',
  held: 'Held for messages',
  'earnings:pending': 'Earnings, pending',
  'earnings:available': 'Earnings, available',
  'earnings:in_transit': 'Earnings, in transit',
  'platform:cash': 'Cash at Stripe',
  'platform:infra_revenue': 'Infrastructure revenue',
  'platform:marketplace_revenue': 'Marketplace revenue',
  'platform:free_message_subsidy': 'Free messages, subsidized',
  'platform:promotions': 'Promotions and grants',
  'platform:dispute_loss': 'Lost to disputes',
};

const isOwed = ({ balance }) => !balance.startsWith('-');

/** How the ledger and the server stand, in four tiles. */
export function verdictsOf({ trialBalance: { lines, sum }, ...rest }) {
  const balances = (...kinds) => lines.filter(({ kind }) => kinds.includes(kind)).map(({ balance }) => balance);
  const owed = sumOf(balances('wallet:user', 'wallet:org', 'held'));
  const cash = negative(sumOf(balances('platform:cash')));
  const dead = rest.stripeEvents.filter(({ deadAt }) => deadAt).length;
  const waits = dead + rest.fraudWarnings.length + rest.deliveries.length + rest.jobs.length + rest.payouts.length;
  const accounts = lines.reduce((total, { accounts }) => total + accounts, 0);
  const tile = (name, value, more, state = '') =>
    node(
      'li',
      {},
      node('span', { class: 'name' }, name),
      node('span', { class: `value ${state}` }, value),
      node('span', { class: 'more' }, more),
    );
  return [
    sum === '0'
      ? tile('Ledger', 'Balanced', `${accounts.toLocaleString('en-US')} accounts sum to zero`, 'well')
      : tile('Ledger', `Off by ${creditsText(sum)}`, 'Run kopai verify now', 'wrong'),
    tile(
      'Needs somebody',
      String(waits),
      waits === 0 ? 'Nothing was given up' : 'See below',
      waits === 0 ? 'well' : 'late',
    ),
    tile('Owed to wallets', roundedText(owed), `credits, ${dollarsText(owed)}`),
    tile('Cash at Stripe', dollarsText(cash), `${roundedText(cash)} credits`),
  ];
}

/** A trial balance as books have it: what is had and was spent on the left, what is owed and was earned on the right. */
export function trialTable({ trialBalance: { lines } }) {
  const side = (wanted) => sumOf(lines.filter((line) => isOwed(line) === wanted).map(({ balance }) => balance));
  return cards(
    'Every account of the ledger, by its kind',
    [
      { name: 'Account', of: ({ kind }) => accountNames[kind] ?? kind },
      { name: 'Accounts', kind: 'amount', isSpare: true, of: ({ accounts }) => accounts.toLocaleString('en-US') },
      { name: 'Debit', kind: 'amount', of: (line) => (isOwed(line) ? '' : creditsText(negative(line.balance))) },
      { name: 'Credit', kind: 'amount', of: (line) => (isOwed(line) ? creditsText(line.balance) : '') },
    ],
    lines,
    { total: ['Total', '', creditsText(negative(side(false))), creditsText(side(true))] },
  );
}
