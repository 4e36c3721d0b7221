import { creditsText } from '/operator/amounts.js';
import { attentionLists } from '/operator/attention-lists.js';
import { trialTable, verdictsOf } from '/operator/ledger-view.js';
import { cards, named, node, table, when } from '/operator/show.js';

/** The key lies in this tab alone, and is gone with it. */
const keyName = 'kopai-operator-key';

/** How often the board is read again while it is looked at, in ms: a trial balance of a million wallets costs the database half a second. */
const readEvery = 60_000;

/** How long typing rests before wallets are searched for, in ms. */
const searchAfter = 200;

/** How long what was asked for takes at most, as a rule, in ms: then the board is read once more. */
const doneAfter = 1_500;

const at = (id) => document.getElementById(id);
const say = (text) => at('said').replaceChildren(text);

/** What the server answers; throws what it says against it. */
async function ask(path, body) {
  const response = await fetch(`/operator/api/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      Authorization: `Bearer ${sessionStorage.getItem(keyName)}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    cache: 'no-store',
  });
  const answer = await response.json().catch(() => ({ detail: `The server answered ${response.status}.` }));
  if (!response.ok) throw Object.assign(new Error(answer.detail ?? answer.title), { status: response.status });
  return answer;
}

/** A button that does something once, then reads the board again. */
function act(text, done, path, body) {
  const button = node('button', { type: 'button' }, text);
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      say((await ask(path, body)).done ? done : 'There was nothing left to do.');
      await read();
      setTimeout(() => read().catch(complain), doneAfter);
      at('content').focus({ preventScroll: true });
    } catch (error) {
      button.disabled = false;
      complain(error);
    }
  });
  return button;
}

function showLists(overview) {
  const some = attentionLists(overview, act).filter(([, rows]) => rows.length > 0);
  at('lists').replaceChildren(
    ...(some.length === 0
      ? [
          node(
            'p',
            { class: 'card calm' },
            'Nothing waits for you. Events, deliveries, jobs and payouts go on by themselves.',
          ),
        ]
      : some.map(([title, rows, columns]) =>
          node(
            'div',
            { class: 'card' },
            node('h3', {}, title, node('span', {}, rows.length === 50 ? '50 or more' : String(rows.length))),
            cards(title, columns, rows),
          ),
        )),
  );
}

function showActs({ acts }) {
  const columns = [
    { name: 'What', of: ({ action, subject }) => named(action.replaceAll('_', ' ').replace('.', ': '), subject) },
    { name: 'By', of: ({ actor }) => node('span', { class: 'id' }, actor) },
    { name: 'When', of: ({ at }) => when(at) },
  ];
  at('acts').replaceChildren(
    acts.length === 0
      ? node('p', { class: 'calm' }, 'Nobody has changed anything yet.')
      : cards('Latest acts', columns, acts),
  );
}

/** The search that was asked last; an answer to an older one is not shown. */
let asked = 0;

async function readWallets() {
  asked += 1;
  const mine = asked;
  const { wallets } = await ask(`wallets?owner=${encodeURIComponent(at('owner').value)}`);
  if (mine !== asked) return;
  const columns = [
    { name: 'Owner', of: ({ wallet }) => wallet },
    { name: 'Held', kind: 'amount', isSpare: true, of: ({ held }) => (held === '0' ? '' : creditsText(held)) },
    {
      name: 'Balance',
      kind: 'amount',
      of: ({ balance }) => node('span', balance.startsWith('-') ? { class: 'wrong' } : {}, creditsText(balance)),
    },
  ];
  at('wallets').replaceChildren(
    wallets.length === 0
      ? node('p', { class: 'calm' }, at('owner').value ? 'No wallet’s owner begins so.' : 'There are no wallets yet.')
      : table('Wallets, the largest first', columns, wallets),
  );
}

async function read() {
  const [overview] = await Promise.all([ask('overview'), readWallets()]);
  at('verdicts').replaceChildren(...verdictsOf(overview));
  showLists(overview);
  at('trial').replaceChildren(trialTable(overview));
  showActs(overview);
  at('at').replaceChildren(`As of ${new Date(overview.at).toISOString().slice(11, 19)} UTC`);
  at('trouble').hidden = true;
}

/** A key that is none leads back to the door; anything else is said, and what was read before stays. */
function complain(error) {
  if (error.status === 401 || error.status === 403) return close(error.message);
  at('trouble').replaceChildren(`It could not be read: ${error.message}`);
  at('trouble').hidden = false;
}

function close(refusal = '') {
  sessionStorage.removeItem(keyName);
  for (const id of ['board', 'tools']) at(id).hidden = true;
  at('door').hidden = false;
  at('refusal').replaceChildren(refusal);
  at('key').value = '';
  at('key').focus();
}

async function open() {
  try {
    await read();
  } catch (error) {
    if (error.status === 401 || error.status === 403) return close(error.message);
    complain(error);
  }
  at('door').hidden = true;
  for (const id of ['board', 'tools']) at(id).hidden = false;
}

at('door').addEventListener('submit', (event) => {
  event.preventDefault();
  sessionStorage.setItem(keyName, at('key').value.trim());
  open();
});
at('leave').addEventListener('click', () => close());
at('refresh').addEventListener('click', () => read().then(() => say('Read again.'), complain));
at('search').addEventListener('submit', (event) => event.preventDefault());

let typing;
at('owner').addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(() => readWallets().catch(complain), searchAfter);
});
setInterval(() => {
  // Nothing moves under whoever is about to press a button.
  const isBusy = document.activeElement?.closest('table');
  if (!document.hidden && !at('board').hidden && !isBusy) read().catch(complain);
}, readEvery);

if (sessionStorage.getItem(keyName) === null) close();
else open();
