import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatCredits } from '@kopai/sdk';
import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildScripts, type RunningDemo, runDemo } from './running-demo.ts';
import { openBrowser, type Tabs } from './tabs.ts';

/** The site's backend as a stranger's program meets it, and its pages as everybody can use them. */

let folder: string;
let demo: RunningDemo;
let visit: (options?: BrowserContextOptions) => Promise<Tabs>;

beforeAll(async () => {
  await buildScripts();
  folder = await mkdtemp(join(tmpdir(), 'kopai-site-'));
  demo = await runDemo(folder);
  visit = await openBrowser(() => demo.siteUrl);
});

afterAll(async () => {
  demo.program.kill('SIGTERM');
  await demo.program.ended;
  await rm(folder, { recursive: true, force: true });
});

const available = async (wallet: string) => formatCredits((await demo.kopai.wallets.get(wallet)).available);

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(demo.siteUrl + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

async function messageTo(agentId: string): Promise<Record<string, string>> {
  const { data } = await demo.kopai.quotes.list({ agent: [agentId] });
  return { agentId, context: 'personal', messageId: randomUUID(), text: 'Hello', quote: data[0]?.token ?? '' };
}

const codeOf = async (answer: Promise<Response>) => {
  const response = await answer;
  const { code } = (await response.json()) as { code?: string };
  return [response.status, code];
};

test('no page of it can be framed, refusals neither, and each runs its own scripts alone', async () => {
  for (const path of ['/', '/agents/unit-tester', '/wallet', '/nowhere']) {
    const { headers } = await fetch(demo.siteUrl + path);
    const policy = headers.get('Content-Security-Policy') ?? '';
    expect([path, policy]).toEqual([path, expect.stringContaining("frame-ancestors 'none'")]);
    expect([path, policy]).toEqual([path, expect.stringContaining("default-src 'none'")]);
    expect([path, policy]).toEqual([path, expect.stringContaining("require-trusted-types-for 'script'")]);
    expect([path, policy]).toEqual([path, expect.not.stringContaining('unsafe')]);
    expect([path, headers.get('X-Content-Type-Options')]).toEqual([path, 'nosniff']);
  }
});

test('a message that is sent twice is charged and said once', async () => {
  const message = await messageTo('unit-tester');
  const answers = await Promise.all([post('/api/messages', message), post('/api/messages', message)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(await answers[1]?.json()).toEqual(await answers[0]?.json());
  expect(await available('user:alice')).toBe('4.8');
  const page = await (await fetch(`${demo.siteUrl}/agents/unit-tester`)).text();
  expect(page.match(/class="turn visitor"><p class="text">Hello/g)).toHaveLength(1);
});

test('what a visitor writes is text, wherever it is shown', async () => {
  const text = '<img src=x onerror=alert(1)> "&\'';
  await post('/api/messages', { ...(await messageTo('inbox-zero')), text });
  const page = await (await fetch(`${demo.siteUrl}/agents/inbox-zero`)).text();
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt; &quot;&amp;&#39;');
  expect(page).not.toContain('<img');
});

test('nobody pays with the wallet of an organization they are not in', async () => {
  const message = await messageTo('unit-tester');
  expect(await codeOf(post('/api/messages', { ...message, context: 'studio' }))).toEqual([403, 'not_a_member']);
});

test('bad requests are refused in words, and cost nothing', async () => {
  const before = await available('user:alice');
  const message = await messageTo('unit-tester');
  const refusals = [
    [post('/api/messages', '{'), 400, 'invalid_request'],
    [post('/api/messages', { ...message, text: ' ' }), 400, 'invalid_request'],
    [post('/api/messages', { ...message, amount: '0' }), 400, 'invalid_request'],
    [post('/api/messages', { ...message, quote: 'cheap' }), 400, 'quote_invalid'],
    [post('/api/messages', { ...message, agentId: 'nobody' }), 404, 'agent_not_found'],
    [post('/api/messages', { ...message, agentId: 'studio-drafts' }), 404, 'agent_not_found'],
    [post('/api/messages', message, { cookie: 'kopai_demo_persona=nobody' }), 401, 'unauthenticated'],
    [post('/api/session', {}, { cookie: 'kopai_demo_persona=mallory' }), 401, 'unauthenticated'],
  ] as const;
  for (const [answer, status, code] of refusals) expect(await codeOf(answer)).toEqual([status, code]);
  expect(await available('user:alice')).toBe(before);
});

test('another site’s page can act for nobody, and no form leads off the site', async () => {
  const elsewhere = { origin: 'https://elsewhere.test' };
  expect((await post('/api/session', {}, elsewhere)).status).toBe(403);
  for (const back of ['//elsewhere.test', '/\\elsewhere.test', 'https://elsewhere.test', 'javascript:alert(1)']) {
    const body = new URLSearchParams({ context: 'acme', back });
    const response = await fetch(`${demo.siteUrl}/context`, { method: 'POST', body, redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
  }
});

test('prices stand in the page before any script runs', async () => {
  const cookie = 'kopai_demo_persona=nobody';
  const page = await (await fetch(demo.siteUrl, { headers: { cookie } })).text();
  expect(page).toContain('<kopai-cost-badge agent="brand-voice" details>0.5 credits / message · 5 free messages<');
  expect(page).not.toContain('kopai_sk_');
});

test('without scripts every card has its price, and scripts change and move none of them', async () => {
  const texts = (page: Page) =>
    page
      .locator('kopai-cost-badge')
      .evaluateAll((badges) =>
        badges.map((badge) => (badge.shadowRoot?.querySelector('[part=price]') ?? badge).textContent?.trim()),
      );
  const plain = await visit({ javaScriptEnabled: false });
  const written = (await (await plain.open('/')).locator('kopai-cost-badge').allTextContents()).map(priceIn);
  expect(written.length).toBeGreaterThanOrEqual(24);
  await plain.close();
  const tabs = await visit({ viewport: { width: 1280, height: 5_000 } });
  const page = await tabs.open('/');
  await expect.poll(async () => (await texts(page)).map(priceIn)).toEqual(written);
  await page.locator('.pill.live').waitFor();
  // Less than a pixel of one card: amounts are set in figures of one width.
  expect(await page.evaluate(shiftSoFar)).toBeLessThan(0.0001);
  await tabs.close();
});

/** The price alone: what is free beside it hangs on who looks. */
const priceIn = (text: string | undefined) => /^(?:Free|\S+ credits? \/ message)/.exec(text ?? '')?.[0];

/** By how much things have moved on a page since it was opened. Runs in the page. */
function shiftSoFar(): Promise<number> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const shifts = list.getEntriesByType('layout-shift') as (PerformanceEntry & { readonly value: number })[];
      resolve(shifts.reduce((sum, { value }) => sum + value, 0));
    }).observe({ type: 'layout-shift', buffered: true });
    // Where nothing has moved, nobody calls back.
    setTimeout(() => resolve(0), 500);
  });
}

test('an organization’s prices are its owner’s, and its own add-on a private agent can’t have', async () => {
  const form = (path: string, persona: string, fields: Record<string, string>) =>
    fetch(demo.siteUrl + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { cookie: `kopai_demo_persona=${persona}` },
      redirect: 'manual',
    });
  const status = async (answer: Promise<Response>) => (await answer).status;
  const price = { addOn: '0', freeMessages: '100' };
  expect(await status(form('/orgs/acme/agents/paper-digest/pricing', 'bob', price))).toBe(403);
  expect(await status(form('/orgs/studio/agents/brand-voice/pricing', 'alice', price))).toBe(403);
  expect(await status(form('/orgs/acme/agents/paper-digest/pricing', 'nobody', price))).toBe(401);
  expect(await status(form('/orgs/acme/agents/acme-handbook/pricing', 'alice', { ...price, addOn: '1' }))).toBe(422);
  expect(await status(form('/orgs/acme/agents/paper-digest/pricing', 'alice', { ...price, addOn: '-1' }))).toBe(422);
  expect((await demo.kopai.agents.get('paper-digest')).addOn).toBe(1_000_000n);
  expect((await demo.kopai.agents.get('acme-handbook')).addOn).toBe(0n);
  expect(await status(fetch(`${demo.siteUrl}/orgs/nowhere/wallet`))).toBe(404);
});

test('what can be made to happen is refused when there is nothing to do it to', async () => {
  const act = (action: string, persona: string) =>
    fetch(`${demo.siteUrl}/simulation`, {
      method: 'POST',
      body: new URLSearchParams({ action, back: '/settings/billing' }),
      headers: { cookie: `kopai_demo_persona=${persona}` },
      redirect: 'manual',
    });
  expect((await act('rob', 'alice')).status).toBe(400);
  expect((await act('refund', 'nobody')).status).toBe(401);
  const nothing = await act('dispute', 'alice');
  expect(nothing.status).toBe(409);
  expect(await nothing.text()).toContain('There is no top-up that this can happen to.');
  expect(await codeOf(post('/api/clock', { days: -1 }))).toEqual([400, 'invalid_request']);
  expect(await codeOf(post('/api/files?name=a.pdf', 'no pdf'))).toEqual([400, 'invalid_request']);
});

test('what is not there says so', async () => {
  for (const path of ['/agents/nobody', '/agents/%ff', '/nowhere', '/agents/studio-drafts']) {
    const response = await fetch(demo.siteUrl + path);
    expect([path, response.status]).toEqual([path, path.includes('%') ? 400 : 404]);
    expect(await response.text()).toMatch(/Page not found|Something went wrong/);
  }
});

test('a price that has expired is asked for again, and shown before the message is sent again', async () => {
  const tabs = await visit();
  const page = await tabs.open('/agents/release-notes');
  const problem = { status: 409, code: 'quote_expired', detail: 'The quote expired.' };
  await page.route('**/api/messages', (route) => route.fulfill({ status: 409, json: problem }), { times: 1 });
  await page.locator('[data-composer][data-ready]').waitFor({ state: 'attached' });
  const field = page.getByRole('textbox', { name: 'Message to' });
  await field.fill('Write notes for 4.2');
  await field.press('Enter');
  await page.getByText('The price was renewed. 0.07 credits / message, from your personal credits').waitFor();
  expect(await field.inputValue()).toBe('Write notes for 4.2');
  await field.press('Enter');
  await page.getByText('0.07 credits · Personal').waitFor();
  await tabs.close();
});

test('a message whose answer was lost is sent again and charged once', async () => {
  const tabs = await visit();
  const page = await tabs.open('/agents/weekly-digest');
  const before = await demo.kopai.wallets.get('user:alice');
  await page.route('**/api/messages', (route) => route.fetch().then(() => route.abort()), { times: 1 });
  await page.locator('[data-composer][data-ready]').waitFor({ state: 'attached' });
  const field = page.getByRole('textbox', { name: 'Message to' });
  await field.fill('What changed since Monday?');
  await field.press('Enter');
  await page.getByText('The connection was lost.').waitFor();
  await field.press('Enter');
  await page.getByText('0.08 credits · Personal').waitFor();
  const after = await demo.kopai.wallets.get('user:alice');
  expect(formatCredits(before.available - after.available)).toBe('0.08');
  await tabs.close();
});

test('a member whose organization has run out is told who can help', async () => {
  const { available } = await demo.kopai.wallets.get('org:acme');
  await demo.kopai.adjustments.create({ wallet: 'org:acme', amount: -available, reason: 'Test' });
  const tabs = await visit();
  await tabs.signIn({ kopai_demo_persona: 'bob', kopai_demo_context: 'acme' });
  const page = await tabs.open('/agents/acme-handbook');
  await page.getByRole('button', { name: 'Who approves travel?' }).click();
  await page.getByRole('heading', { name: 'Not enough Acme credits' }).waitFor();
  await page.getByText('Ask an owner of Acme to top up').waitFor();
  expect(await page.locator('kopai-topup').count()).toBe(0);
  await page.getByRole('button', { name: 'Use personal credits' }).click();
  await page.getByText('0.2 credits / message, from your personal credits').waitFor();
  await expect.poll(() => page.getByRole('textbox', { name: 'Message to' }).inputValue()).toBe('Who approves travel?');
  await tabs.close();
});

const screens = [
  { width: 390, height: 844, scheme: 'dark' },
  { width: 1280, height: 800, scheme: 'light' },
] as const;

const everyPage = [
  '/',
  '/agents/tax-helper',
  '/settings/billing',
  '/settings/knowledge',
  '/orgs/acme/wallet',
  '/orgs/acme/agents',
  '/nowhere',
];

test.each(screens)('everybody can use the pages at $width pixels, $scheme', async ({ width, height, scheme }) => {
  const tabs = await visit();
  for (const path of everyPage) {
    const page = await tabs.open(path);
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: scheme });
    await page.locator('.pill.live').waitFor();
    if (path.includes('wallet') || path.includes('billing')) await page.getByText('Welcome credits').waitFor();
    expect({ path, ...(await faultsOf(page)) }).toEqual({ path, violations: [], overflow: 0 });
    await page.getByRole('button', { name: 'Simulation' }).click();
    expect({ path, ...(await faultsOf(page)) }).toEqual({ path, violations: [], overflow: 0 });
    await page.close();
  }
  await tabs.close();
});

/** What axe finds, and by how many pixels the page is too wide. */
async function faultsOf(page: Page) {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const results = await axe.run();
    return results.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    );
  });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  return { violations, overflow };
}
