import { findBrowser } from '@kopai/workshop';
import { atEnd } from '@kopai/workshop/at-end';
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** The tabs of one visitor, and what their consoles complained about. */
export interface Tabs {
  open(path: string): Promise<Page>;
  /** Sets the site's cookies, as its menus do. */
  signIn(cookies: Readonly<Record<string, string>>): Promise<void>;
  /** Errors and warnings of all pages so far: exceptions, failed loads, violations of the content security policy. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** Opens a browser that is closed after the file's last test. Each call of the result is a visitor with cookies of their own. */
export async function openBrowser(siteUrl: () => string): Promise<(options?: BrowserContextOptions) => Promise<Tabs>> {
  const { executablePath, args } = await findBrowser(() => undefined);
  const browser = await chromium.launch({ executablePath, args: [...args] });
  atEnd(() => browser.close());
  return async (options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    context.setDefaultTimeout(15_000);
    const complaints: string[] = [];
    context.on('page', (page) => listen(page, complaints));
    return {
      complaints,
      open: (path) => open(context, siteUrl() + path),
      signIn: (cookies) =>
        context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: siteUrl() }))),
      close: () => context.close(),
    };
  };
}

function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`${page.url()} ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${page.url()} ${message.text()}`);
  });
}

async function open(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}
