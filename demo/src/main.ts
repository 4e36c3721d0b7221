import { complain } from '@kopai/server/cli';
import { type Config, readConfig } from '@kopai/server/config';
import { announce, type Serving, serve } from '@kopai/server/main';
import { untilStopped } from '@kopai/server/until-stopped';
import { openSite, type Site } from './site.ts';

/** What `npm start` runs: the server, and beside it a marketplace that uses it. */
async function run(): Promise<number> {
  const config = readConfig();
  const serving = await serve(config);
  const site = await openBeside(serving, config);
  if (site) process.stdout.write(`demo on ${site.url}\n`);
  announce(serving, config);
  await untilStopped(async () => {
    await site?.close();
    await serving.close();
  });
  return 0;
}

/** The marketplace, unless the settings say that there is none. When it can't open, nothing stays open. */
async function openBeside(serving: Serving, config: Config): Promise<Site | undefined> {
  if (!config.demo) return undefined;
  try {
    const site = await openSite({
      port: config.demoPort,
      kopaiUrl: serving.url,
      apiKey: serving.secretKey,
      onError: (error) => process.stderr.write(`demo: ${error instanceof Error ? error.stack : String(error)}\n`),
    });
    serving.app.services.origins.add(site.url);
    return site;
  } catch (error) {
    await serving.close();
    throw error;
  }
}

if (import.meta.main) process.exitCode = await run().catch(complain);
