import { Kopai } from '@kopai/sdk';
import { expect } from 'vitest';
import { type Program, run, startDemo } from './program.ts';

/** What `npm start` runs, listening. */
export interface RunningDemo {
  readonly program: Program;
  readonly siteUrl: string;
  readonly simulatorUrl: string;
  /** A client with the admin key. */
  readonly kopai: Kopai;
}

/** Builds the scripts of the pages as they are now. */
export async function buildScripts(): Promise<void> {
  const words = ['node_modules/rollup/dist/bin/rollup', '--config', 'demo/rollup.config.mjs', '--silent'];
  expect(await run(words, {}).ended).toMatchObject({ code: 0, stderr: '' });
}

/** Starts the demo on a data folder and reads where everything is, as a person would. Killed after the file's last test. */
export async function runDemo(folder: string): Promise<RunningDemo> {
  const program = startDemo({ KOPAI_DATA_DIR: folder });
  const [baseUrl, simulatorUrl, apiKey, siteUrl] = await Promise.all([
    program.line('kopai listening on'),
    program.line('stripe simulator on'),
    program.line('secret key'),
    program.line('demo on'),
  ]);
  return { program, siteUrl, simulatorUrl, kopai: new Kopai({ apiKey, baseUrl }) };
}
