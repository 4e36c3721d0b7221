import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatCredits } from '@kopai/sdk';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run, startDemo } from './program.ts';
import { buildScripts, type RunningDemo, runDemo } from './running-demo.ts';
import { atStripe, card, inWallet, said, send, shows } from './steps.ts';
import { openBrowser, type Tabs } from './tabs.ts';

/** One visitor's way through the whole product, in a real browser, against what `npm start` runs. The tests go on from each other. */

let folder: string;
let demo: RunningDemo;
let visit: () => Promise<Tabs>;
let alice: Tabs;

beforeAll(async () => {
  await buildScripts();
  folder = await mkdtemp(join(tmpdir(), 'kopai-demo-'));
  demo = await runDemo(folder);
  visit = await openBrowser(() => demo.siteUrl);
  alice = await visit();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a badge says once its price is live: the price, and the free messages beside it. */
const cost = (badges: Locator) => said(badges.locator('kopai-cost-badge [part=price]'));
const free = (badges: Locator, text: string) => badges.locator('kopai-cost-badge [part=free]').getByText(text);
const available = async (wallet: string) => formatCredits((await demo.kopai.wallets.get(wallet)).available);

const atCheckout = (page: Page, button: RegExp) => atStripe(page, demo.simulatorUrl, button);

test('the marketplace prices at least 24 agents, and the price on a card is the price that is charged', async () => {
  const page = await alice.open('/');
  expect(await page.locator('.card').count()).toBeGreaterThanOrEqual(24);
  await expect.poll(() => cost(card(page, 'Inbox Zero'))).toBe('0.05 credits / message');
  await shows(page, '6');

  await page.getByRole('searchbox').fill('submarine');
  expect(await page.locator('.card:visible').count()).toBe(0);
  await page.getByText('No agent matches').waitFor();
  await page.getByRole('searchbox').fill('unit tester');
  expect(await page.locator('.card:visible').count()).toBe(1);
  await expect.poll(() => cost(card(page, 'Unit Tester'))).toBe('1.2 credits / message');
  await page.getByRole('link', { name: 'Unit Tester' }).click();
  expect(await send(page, 'Test this date parser')).toBe('1.2 credits · Personal');
  await shows(page, '4.8');
  expect(await available('user:alice')).toBe('4.8');

  // Held while the agent was working, and taken when it had answered.
  const { data } = await demo.kopai.wallets.transactions('user:alice');
  expect(data.map(({ kind }) => kind)).toEqual(['capture', 'hold', 'adjustment']);
  await page.close();
});

test('free messages run out', async () => {
  const page = await alice.open('/agents/tax-helper');
  await free(page.locator('.about'), '1 free left').waitFor();
  expect(await send(page, 'Can I deduct my home office?')).toBe('Free message · 0 left');
  await shows(page, '4.8');
  await free(page.locator('.about'), 'free').waitFor({ state: 'detached' });
  expect(await said(page.locator('[data-terms]'))).toBe('7 credits / message, from your personal credits');
  await page.close();
});

test('the refusal turns into a top-up, whose credits are there in every open tab without a reload', async () => {
  const chat = await alice.open('/agents/tax-helper');
  const billing = await alice.open('/settings/billing');
  await shows(billing, '4.8');
  await billing.evaluate(() => Object.assign(window, { opened: 'once' }));

  await chat.getByRole('textbox', { name: 'Message to' }).fill('Which deadlines are ahead?');
  await chat.getByRole('button', { name: 'Send' }).click();
  await chat.getByRole('heading', { name: 'Not enough personal credits' }).waitFor();
  expect(await said(chat.locator('[data-offer-why]'))).toBe('It costs 7 credits, and 4.8 credits are left.');
  expect(await available('user:alice')).toBe('4.8');
  // The browser itself writes down the 402, and nothing else went wrong.
  expect(alice.complaints.splice(0)).toEqual([expect.stringContaining('status of 402')]);

  await chat.getByRole('radio', { name: /150 credits/ }).check();
  await chat.getByRole('button', { name: 'Pay $15.00' }).click();
  await atCheckout(chat, /^Pay \$15\.00/);
  await chat.waitForURL(`${demo.siteUrl}/agents/tax-helper*`);
  await shows(chat, '154.8');
  await shows(billing, '154.8');
  await inWallet(billing, '154.8');

  // The message that was refused waits where it was written.
  const field = chat.getByRole('textbox', { name: 'Message to' });
  await expect.poll(() => field.isVisible()).toBe(true);
  expect(await field.inputValue()).toBe('Which deadlines are ahead?');
  expect(await send(chat, await field.inputValue())).toBe('7 credits · Personal');
  await shows(billing, '147.8');
  expect(await billing.evaluate(() => 'opened' in window)).toBe(true);
  await chat.close();
  await billing.close();
});

test('a payment that is declined and left can be resumed; one that is made later arrives later', async () => {
  const page = await alice.open('/settings/billing');
  await page.getByRole('button', { name: 'Top up' }).click();
  await page.getByRole('radio', { name: /50 credits.*Starter/s }).check();
  await page.getByRole('button', { name: 'Pay $5.00' }).click();
  await atCheckout(page, /Decline/);
  await page.getByText('Not paid.').waitFor();
  await atCheckout(page, /^Cancel Back/);
  await page.waitForURL(`${demo.siteUrl}/settings/billing*`);
  await page.getByText('Payment not finished').waitFor();

  await page.getByRole('button', { name: 'Resume payment' }).click();
  const sessionId = await atCheckout(page, /Pay later/);
  await page.waitForURL(`${demo.siteUrl}/settings/billing*`);
  await page.getByRole('heading', { name: 'Payment is being processed' }).waitFor();
  expect(await available('user:alice')).toBe('147.8');

  await fetch(`${demo.simulatorUrl}/_sim/async/${sessionId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ outcome: 'succeeded' }),
  });
  await shows(page, '197.8');
  await page.getByText('50 credits added').waitFor();
  await page.close();
});

test('credits are paid inside the page, and no other page is opened', async () => {
  const mira = await visit();
  await mira.signIn({ kopai_demo_persona: 'mira' });
  const page = await mira.open('/settings/billing');
  const before = (await demo.kopai.wallets.get('user:mira')).available;
  await page.getByRole('button', { name: 'Simulation' }).click();
  await page.getByRole('link', { name: 'Pay inside this page' }).click();
  const loaded = () => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  await page.getByRole('button', { name: 'Top up' }).click();
  await page.getByRole('radio', { name: /150 credits/ }).waitFor();
  expect(await loaded()).not.toContainEqual(expect.stringContaining('stripe'));
  await page.getByRole('button', { name: 'Pay $15.00' }).click();
  const form = page.frameLocator('kopai-wallet > div > iframe');
  // By the keyboard: the frame is still taking the height of what is in it, and a pointer that aimed before comes down beside the button.
  await form.getByRole('button', { name: /^Pay \$15\.00/ }).press('Enter');
  await page.getByRole('heading', { name: '150 credits added' }).waitFor();
  expect(await loaded()).toContain(`${demo.simulatorUrl}/js/stripe.js`);
  expect(page.url()).toBe(`${demo.siteUrl}/settings/billing?checkout=embedded`);
  expect(await page.locator('iframe').count()).toBe(0);
  expect((await demo.kopai.wallets.get('user:mira')).available - before).toBe(150_000_000n);
  expect(mira.complaints).toEqual([]);
  await mira.close();
});

test('in the context of an organization its wallet pays, at its own price', async () => {
  const page = await alice.open('/');
  await card(page, 'Paper Digest').scrollIntoViewIfNeeded();
  await expect.poll(() => cost(card(page, 'Paper Digest'))).toBe('3.5 credits / message');
  await page.getByRole('button', { name: 'Pay as Personal' }).click();
  await page.getByRole('button', { name: /^Acme/ }).click();
  await shows(page, '40');
  // Nobody pays themselves: Acme's own agent costs Acme no add-on.
  await card(page, 'Paper Digest').scrollIntoViewIfNeeded();
  await expect.poll(() => cost(card(page, 'Paper Digest'))).toBe('2.5 credits / message');
  await page.getByRole('link', { name: 'Paper Digest' }).click();
  expect(await send(page, 'Summarize this paper')).toBe('2.5 credits · Acme');
  await shows(page, '37.5');

  await page.getByRole('link', { name: 'Org' }).click();
  await inWallet(page, '37.5');
  await inWallet(page, 'Alice Moreau');
  expect(await available('user:alice')).toBe('197.8');
  expect(await available('org:acme')).toBe('37.5');
  await page.close();
});

test('a member spends and sees the organization’s credits, and leaves topping up to its owner', async () => {
  const bob = await visit();
  const page = await bob.open('/');
  await page.getByRole('button', { name: /account menu/ }).click();
  await page.getByRole('button', { name: /Bob/ }).click();
  await shows(page, '2.5');
  await page.getByRole('link', { name: 'Org' }).click();
  await inWallet(page, '37.5');
  expect(await page.locator('kopai-wallet').getByRole('button', { name: 'Top up' }).count()).toBe(0);
  expect(bob.complaints).toEqual([]);
  await bob.close();
});

test('signed out, prices are there and wallets are not', async () => {
  const visitor = await visit();
  const page = await visitor.open('/');
  await page.getByRole('button', { name: /account menu/ }).click();
  await page.getByRole('button', { name: /Sign out/ }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await page.locator('[data-balance]').count()).toBe(0);
  expect(await page.getByText('Private to Acme').count()).toBe(0);
  await expect.poll(() => cost(card(page, 'Brand Voice'))).toContain('0.5 credits / message');
  await free(card(page, 'Brand Voice'), '5 free messages').waitFor();
  await page.getByRole('link', { name: 'Brand Voice' }).click();
  await page.getByText('Sign in to send a message.').waitFor();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByText('Sign in to see this wallet.').waitFor();
  expect(visitor.complaints).toEqual([]);
  await visitor.close();
});

test('Ctrl-C ends it cleanly, and a second start has everything still', async () => {
  expect(alice.complaints).toEqual([]);
  await alice.close();
  demo.program.kill('SIGINT');
  expect(await demo.program.ended).toMatchObject({ code: 0, stderr: '' });
  const verified = await run(['server/src/cli.ts', 'verify'], { KOPAI_DATA_DIR: folder }).ended;
  expect(verified.stdout).not.toContain('BROKEN');
  expect(verified.code).toBe(0);

  demo = await runDemo(folder);
  expect(demo.program.printed().at(-1)).toMatch(/^kopai listening on/);
  expect(await available('user:alice')).toBe('197.8');
  expect(await available('org:acme')).toBe('37.5');
  const again = await visit();
  const page = await again.open('/settings/billing');
  await inWallet(page, '197.8');
  await again.close();
});

test('wrong settings are named, each of them, and nothing starts', async () => {
  const wrong = { PORT: 'http', KOPAI_DEMO: 'maybe', STRIPE_SECRET_KEY: 'sk_test_1', LOG_LEVEL: 'loud' };
  const { code, stdout, stderr } = await startDemo({ KOPAI_DATA_DIR: folder, ...wrong }).ended;
  expect(code).toBe(1);
  expect(stdout).toBe('');
  for (const name of ['PORT', 'KOPAI_DEMO', 'STRIPE_WEBHOOK_SECRET', 'LOG_LEVEL'])
    expect(stderr).toContain(`  ${name}: `);
});

test('without the demo only the server runs', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'kopai-plain-'));
  const plain = startDemo({ KOPAI_DATA_DIR: elsewhere, KOPAI_DEMO: '0' });
  await plain.line('kopai listening on');
  expect(plain.printed().join('\n')).not.toContain('demo on');
  plain.kill('SIGTERM');
  expect(await plain.ended).toMatchObject({ code: 0 });
  await rm(elsewhere, { recursive: true });
});
