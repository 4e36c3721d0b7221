import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@kopai/server/config';
import { type Serving, serve } from '@kopai/server/main';
import { DOCS } from '../src/docs-folder.ts';

/** A server with its own database, simulator and demo data, as `npm start` has it, that serves the built guide. */
export interface GuideServer {
  readonly serving: Serving;
  /** Where the guide's pages are, with a slash at the end. */
  readonly guide: string;
  /** The environment of a command that works on the same data. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts it on free ports. */
export async function serveGuide(): Promise<GuideServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kopai-guide-'));
  const environment = { KOPAI_DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' };
  const serving = await serve(readConfig(environment), { guideFolder: join(DOCS, '.vitepress/dist') });
  return {
    serving,
    guide: `${serving.url}/docs/guide/`,
    environment,
    async close() {
      await serving.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
