import { join } from 'node:path';
import { complain } from '@kopai/server/cli';
import { type Config, readConfig } from '@kopai/server/config';
import { announce, type Serving, serve } from '@kopai/server/main';
import { untilStopped } from '@kopai/server/until-stopped';
import { openGuide } from './guide.ts';
import { openSite, type Site } from './open-site.ts';
import { openClock, type TurnableClock } from './simulation/clock.ts';
import { createSimulation } from './simulation/simulation.ts';
import { simulatorAt } from './simulation/simulator.ts';

/** What `npm start` runs: the server, and beside it a marketplace that uses it. */
async function run(): Promise<number> {
  const config = readConfig();
  // With real money time goes as it goes. A clock that was turned ahead stays so, with the demo or without.
  const clock = config.stripe ? undefined : await openClock(join(config.dataDir, 'demo-clock.json'));
  const guide = config.demo ? openGuide() : undefined;
  const serving = await serve(config, {
    ...(clock && { clock: clock.now }),
    ...(guide && { guideFolder: guide.folder }),
  });
  const site = await openBeside(serving, config, clock);
  const stopped = untilStopped(async () => {
    guide?.close();
    await site?.close();
    await serving.close();
  }, config.drainSeconds);
  if (site) process.stdout.write(`demo on ${site.url}\n`);
  announce(serving, config);
  await stopped;
  return 0;
}

/** The marketplace, unless the settings say that there is none. When it can't open, nothing stays open. */
async function openBeside(
  serving: Serving,
  config: Config,
  clock: TurnableClock | undefined,
): Promise<Site | undefined> {
  if (!config.demo) return undefined;
  const { simulatorUrl, app } = serving;
  try {
    const site = await openSite({
      port: config.demoPort,
      kopaiUrl: serving.url,
      apiKey: serving.secretKey,
      simulation:
        clock && simulatorUrl
          ? createSimulation({
              clock,
              simulator: simulatorAt(simulatorUrl),
              settle: () => app.services.charges.settleDue(),
            })
          : undefined,
      onError: (error) => process.stderr.write(`demo: ${error instanceof Error ? error.stack : String(error)}\n`),
    });
    app.services.origins.add(site.url);
    return site;
  } catch (error) {
    await serving.close();
    throw error;
  }
}

if (import.meta.main) process.exitCode = await run().catch(complain);
