import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from '../src/db/index.ts';
import type { Acknowledged } from '../test/crash-load.ts';
import { inDatabase } from './database-process.ts';
import type { Findings } from './findings.ts';
import type { World } from './world.ts';

/** How long what happens by itself may take, in ms: webhooks, their jobs, and sweeps that wait for a minute. */
const settledWithinMs = 180_000;

/** Something that has not come to its end: all that the database knows of it. */
interface Open {
  readonly what: string;
  readonly row: unknown;
}

/** Waits until every payment and payout has come to its end, and every event that Stripe sent is handled. What has not in time is a finding. */
export async function awaitEnds(world: World, acknowledged: Acknowledged, findings: Findings): Promise<void> {
  await inDatabase(world.database.url, async (pool) => {
    let open = await stillOpen(pool, acknowledged);
    for (
      const untilMs = performance.now() + settledWithinMs;
      open.length > 0;
      open = await stillOpen(pool, acknowledged)
    ) {
      if (performance.now() > untilMs) break;
      await sleep(100);
    }
    for (const { what, row } of open)
      findings.add({
        kind: row === null ? 'lost' : 'broken',
        what,
        expected: 'an end by itself',
        seen: JSON.stringify(row),
      });
  });
}

/** Of each kind the first ten, with the job that should end them. */
const stillOpen = (pool: Pool, { topups, payouts }: Acknowledged): Promise<Open[]> =>
  pool.query<Open>(
    `(select 'top-up ' || wanted as what, to_jsonb(t) - 'client_secret' - 'checkout_url' as row
      from unnest($1::text[]) as wanted left join topups t on t.id = wanted
      where t.status is distinct from 'paid' limit 10)
     union all
     (select 'payout ' || wanted, to_jsonb(p) || jsonb_build_object('job', to_jsonb(j))
      from unnest($2::text[]) as wanted left join payouts p on p.id = wanted
      left join graphile_worker.jobs j on j.key = 'payout:' || wanted
      where p.status is distinct from 'paid' limit 10)
     union all
     (select 'event ' || e.event_id, to_jsonb(e) - 'body' || jsonb_build_object('job', to_jsonb(j))
      from stripe_events e left join graphile_worker.jobs j on j.key = 'stripe:' || e.event_id
      where e.handled_at is null limit 10)`,
    [[...topups], [...payouts]],
  );
