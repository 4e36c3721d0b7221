import { chromium } from 'playwright-core';

/**
 * A quiet, headless browser that fetches nothing of its own: the tests' pages are the only traffic. `/dev/shm` is too
 * small in most containers.
 */
const QUIET = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--no-default-browser-check',
  '--mute-audio',
];

/** A cold start from a slow disk takes seconds (in ms). */
const START_TIMEOUT = 30_000;

/** What became of starting a browser: the arguments it works with, or why it doesn't. */
export type Trial =
  | { readonly works: true; readonly args: readonly string[] }
  | { readonly works: false; readonly why: string };

/**
 * Starts a browser for real and has it render a page. The sandbox is given up only where it can't be had: Chromium
 * refuses it to root, and some systems forbid the user namespaces it is made of; the pages shown are our own.
 *
 * @param headless how this build is told to be headless
 */
export async function tryBrowser(executablePath: string, headless: string): Promise<Trial> {
  const sandboxes = process.getuid?.() === 0 ? [['--no-sandbox']] : [[], ['--no-sandbox']];
  let why = '';
  for (const sandbox of sandboxes) {
    const args = [headless, ...QUIET, ...sandbox];
    try {
      await renderOnce(executablePath, args);
      return { works: true, args };
    } catch (error) {
      why = gistOf(error);
    }
  }
  return { works: false, why };
}

async function renderOnce(executablePath: string, args: string[]): Promise<void> {
  const browser = await chromium.launch({ executablePath, args, chromiumSandbox: true, timeout: START_TIMEOUT });
  try {
    const page = await browser.newPage();
    await page.setContent('<p>renders</p>', { timeout: START_TIMEOUT });
    if ((await page.textContent('p')) !== 'renders') throw new Error('it renders nothing');
  } finally {
    await browser.close();
  }
}

/** The first line of a failed launch and what the browser itself printed; the rest is its hundred arguments. */
function gistOf(error: unknown): string {
  const [first = '', ...rest] = String(error).split('\n');
  const printed = rest.flatMap((line) => /^\[pid=\d+\]\[err\] (.*)/.exec(line)?.[1] ?? []);
  return [first, ...printed.slice(0, 3)].join(' | ');
}
