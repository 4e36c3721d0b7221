import { findBrowser } from '@kopai/workshop';
import { atEnd } from '@kopai/workshop/at-end';
import { chromium, type Page } from 'playwright-core';

/** A page, and what its console complained about: exceptions, failed loads, warnings of the frameworks. */
export interface Visit {
  readonly page: Page;
  readonly complaints: string[];
}

/** A browser that is closed after the file's last test. Each call of the result is a visitor of their own. */
export async function openBrowser(): Promise<
  (url: string, options?: { javaScriptEnabled?: boolean }) => Promise<Visit>
> {
  const { executablePath, args } = await findBrowser(() => undefined);
  const browser = await chromium.launch({ executablePath, args: [...args] });
  atEnd(() => browser.close());
  return async (url, options = {}) => {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await page.goto(url);
    return { page, complaints };
  };
}
