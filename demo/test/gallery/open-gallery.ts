import { findBrowser } from '@kopai/workshop';
import { atEnd } from '@kopai/workshop/at-end';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { openSite } from '../../src/open-site.ts';
import { buildScripts } from '../running-demo.ts';

/** A tab of the gallery, and what its console complained about since somebody last asked. */
export interface GalleryTab {
  readonly page: Page;
  readonly complaints: string[];
  /** Shows another state without loading the page anew, and waits until it stands still. */
  show(parameters: Readonly<Record<string, string>>): Promise<void>;
}

export interface Gallery {
  readonly url: string;
  open(path: string, options?: BrowserContextOptions): Promise<GalleryTab>;
}

/** As everybody sees it: this language, this time zone, and nothing that moves. */
const everywhere: BrowserContextOptions = {
  locale: 'en-US',
  timezoneId: 'UTC',
  reducedMotion: 'reduce',
  colorScheme: 'light',
  // High enough for the highest state: what is in view needs no scrolling to be drawn.
  viewport: { width: 1040, height: 3200 },
};

/** Letters as wide, and as smooth, wherever this runs: machines set fonts to their own screens otherwise, and lines break elsewhere. */
const sameLetters = ['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb'];

/** The demo's site alone: the gallery asks no server for anything. Closed after the file's last test. */
export async function openGallery(): Promise<Gallery> {
  await buildScripts();
  const site = await openSite({
    port: 0,
    kopaiUrl: 'http://127.0.0.1:1',
    apiKey: 'kopai_sk_none',
    simulation: undefined,
    onError: (error) => {
      throw error;
    },
  });
  const { executablePath, args } = await findBrowser(() => undefined);
  const browser = await chromium.launch({ executablePath, args: [...args, ...sameLetters] });
  atEnd(async () => {
    await browser.close();
    await site.close();
  });
  return {
    url: site.url,
    async open(path, options = {}) {
      const context = await browser.newContext({ ...everywhere, ...options });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      await page.goto(site.url + path);
      return { page, complaints, show: (parameters) => show(page, parameters) };
    },
  };
}

async function show(page: Page, parameters: Readonly<Record<string, string>>): Promise<void> {
  await page.evaluate((query) => {
    history.replaceState(null, '', `/gallery?${query}`);
    dispatchEvent(new PopStateEvent('popstate'));
  }, new URLSearchParams(parameters).toString());
  await page.locator('[data-stage]:not([data-stage=busy])').waitFor();
}
