import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackChromium } from './browser/bundled-chromium.ts';
import { tryBrowser } from './browser/try-browser.ts';
import { readEnvironment } from './environment.ts';

/** A Chromium that was seen to start on this machine. */
export interface Browser {
  readonly executablePath: string;
  /** The arguments it needs here. Whoever launches it adds its own. */
  readonly args: readonly string[];
  /** Where it comes from, in words. */
  readonly source: string;
}

/** Chrome and Chromium under the names Linux distributions give them. */
const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where macOS keeps them. */
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Finds a browser for tests and starts it once to be sure: `CHROME_PATH`, else one installed on the system, else the
 * Chromium that came with `npm install`. Nothing is downloaded.
 *
 * @param say hears, in one line, which browser was chosen
 * @throws Error naming what was tried and why each didn't start
 */
export async function findBrowser(say: (line: string) => void = console.log): Promise<Browser> {
  const { chromePath } = readEnvironment();
  const failures: string[] = [];
  const consider = async (executablePath: string, source: string, headless: string) => {
    const trial = await tryBrowser(executablePath, headless);
    if (!trial.works) {
      failures.push(`${executablePath} (${source}): ${trial.why}`);
      return undefined;
    }
    say(`browser: ${executablePath} (${source})`);
    return { executablePath, args: trial.args, source };
  };
  if (chromePath !== undefined) {
    const given = await consider(chromePath, 'CHROME_PATH', '--headless=new');
    if (given) return given;
    throw new Error(`the browser does not start: ${failures.join('')}`);
  }
  for (const path of await installed()) {
    const found = await consider(path, 'installed on this system', '--headless=new');
    if (found) return found;
  }
  const bundled = await consider(await unpackChromium(), 'from npm', '--headless=shell');
  if (bundled) return bundled;
  throw new Error(`no browser starts here; set CHROME_PATH to one that does.\n${failures.join('\n')}`);
}

async function installed(): Promise<string[]> {
  const { searchPath } = readEnvironment();
  const paths = [...searchPath.flatMap((folder) => PROGRAMS.map((program) => join(folder, program))), ...APPLICATIONS];
  const checks = paths.map((path) =>
    access(path, constants.X_OK).then(
      () => [path],
      () => [],
    ),
  );
  return (await Promise.all(checks)).flat();
}
