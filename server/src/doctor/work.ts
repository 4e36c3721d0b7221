import { dueShares } from '../charges/index.ts';
import { givenUp } from '../jobs/index.ts';
import { openFraudWarnings } from '../topups/index.ts';
import { type Examinations, warning, well, wrong } from './finding.ts';

/** How long something that ends by itself in seconds may be open before somebody should look (in minutes). */
const openMinutesMost = 15;

/** Fraud warnings that are counted: what a person looks at in an hour. */
const warningsMost = 50;

/** What is asked of the server's own tables. */
export const ofWork: Examinations = {
  async keys({ db, config }) {
    const [row] = await db.query<{ active: bigint; admins: bigint }>(
      `select count(*) as active, count(*) filter (where 'admin' = any(scopes)) as admins from api_keys where revoked_at is null`,
    );
    if (!row || row.active === 0n)
      return warning('keys', 'no key is active', 'Start the server once, or run `kopai keys create`.');
    const short = config.secretKey !== undefined && config.secretKey.length < 33;
    if (short)
      return wrong('keys', 'KOPAI_SECRET_KEY is short enough to be guessed', 'Set kopai_sk_ and 32 random characters.');
    return row.admins > 3n
      ? warning(
          'keys',
          `${row.admins} keys may do everything`,
          'Give each program the scopes that it needs: `kopai keys create`.',
        )
      : well('keys', `${row.active} active, ${row.admins} of them may do everything`);
  },

  async inbox({ db, clock }) {
    const [row] = await db.query<{ open: bigint }>(
      'select count(*) as open from stripe_events where handled_at is null and received_at < $1',
      [new Date(clock() - openMinutesMost * 60_000)],
    );
    return row?.open
      ? wrong(
          'inbox',
          `${row.open} events of Stripe wait for more than ${openMinutesMost} minutes`,
          'They are tried again by themselves for two days; what was given up is replayed on the page at /operator.',
        )
      : well('inbox', 'no event of Stripe waits');
  },

  async jobs({ db }) {
    const [row] = await db.query<{ dead: bigint; open: bigint }>(
      `select count(*) filter (where ${givenUp}) as dead, count(*) as open from graphile_worker.jobs`,
    );
    return row?.dead
      ? wrong('jobs', `${row.dead} given up`, 'The page at /operator says why; mend it, and have them run again there.')
      : well('jobs', `${row?.open ?? 0n} planned, none given up`);
  },

  async payouts({ db, clock }) {
    const [row] = await db.query<{ unknown: bigint; old: bigint }>(
      `select count(*) filter (where status = 'unknown') as unknown,
         count(*) filter (where status in ('requested', 'in_transit') and created_at < $1) as old from payouts`,
      [new Date(clock() - 24 * 60 * 60_000)],
    );
    const stuck = (row?.unknown ?? 0n) + (row?.old ?? 0n);
    return stuck > 0n
      ? wrong(
          'payouts',
          `${row?.unknown} without an answer, ${row?.old} for more than a day`,
          'They are looked up at Stripe by themselves; if this stays, see Stripe’s status.',
        )
      : well('payouts', 'none is stuck');
  },

  async 'outgoing webhooks'({ db, clock }) {
    const [row] = await db.query<{ open: bigint }>(
      `select count(*) as open from webhook_deliveries d join webhook_events e on e.id = d.event_id
       where d.delivered_at is null and e.created_at < $1`,
      [new Date(clock() - openMinutesMost * 60_000)],
    );
    return row?.open
      ? warning(
          'outgoing webhooks',
          `${row.open} wait for more than ${openMinutesMost} minutes`,
          'Your endpoint does not answer 2xx; replay when it does.',
        )
      : well('outgoing webhooks', 'all were taken');
  },

  async earnings({ db, config, clock }) {
    const dueBefore = new Date(clock() - config.settleAfterSeconds * 1_000 - openMinutesMost * 60_000);
    const late = (await dueShares(db, dueBefore)).length;
    return late > 0
      ? wrong(
          'earnings',
          `shares of creators that should have settled ${openMinutesMost} minutes ago: ${late}`,
          'A running server settles each minute; its log says why it could not.',
        )
      : well('earnings', 'all that was due has settled');
  },

  async 'fraud warnings'({ db }) {
    const open = (await openFraudWarnings(db, { limit: warningsMost })).length;
    return open > 0
      ? warning('fraud warnings', `${open} open`, 'The page at /operator shows them: refund what you believe.')
      : well('fraud warnings', 'none is open');
  },
};
