import type { SessionScope } from '@kopai/sdk';
import { startStripeSim } from '@kopai/stripe-sim';
import { atEnd } from '@kopai/workshop/at-end';
import type { Logger } from 'pino';
import type { TestDatabase } from '../database.ts';
import { grant, putAgent, type RunningServer, runServer } from '../running-server.ts';
import { stripeSide } from '../stripe-side.ts';
import { until } from '../until.ts';

const credit = 1_000_000n;

/** An origin that the server of these tests lets pages come from and go back to. */
export const home = 'http://localhost:3000';

/** What others want to get at: one of everything, of the user `victim` and the organization `victims`. */
export interface Victim {
  readonly hold: string;
  readonly capturedCharge: string;
  readonly userTopup: string;
  readonly orgTopup: string;
  readonly payout: string;
  readonly session: string;
  readonly key: string;
  readonly privateAgent: string;
  readonly publicAgent: string;
}

/** No limit stands between an attacker and what is tested here. */
const noLimits = { key: 1e9, session: 1e9, address: 1e9, failures: 1e9, streams: 1e9, stripeEvents: 1e9, probes: 1e9 };

/** A server beside a simulated Stripe, on which a victim lives. */
export async function serverWithVictim(
  database: TestDatabase,
  clock: () => number,
  log?: Logger,
): Promise<{ server: RunningServer; victim: Victim }> {
  const sim = await startStripeSim();
  atEnd(() => sim.close());
  const server = await runServer(database, {
    clock,
    stripe: { apiKey: sim.apiKey, simulatorUrl: sim.url },
    webhookSecrets: ['whsec_victim'],
    allowedOrigins: [home],
    limits: noLimits,
    settleAfterMs: 0,
    ...(log !== undefined && { log }),
  });
  const { kopai } = server;
  const side = stripeSide(sim);
  const publicAgent = 'victims-public';
  const privateAgent = 'victims-private';
  await putAgent(kopai, publicAgent, { infra: credit, addOn: 1_000n * credit, orgId: 'victims' });
  await putAgent(kopai, privateAgent, { infra: credit, orgId: 'victims', visibility: 'private' });
  for (const wallet of ['user:victim', 'org:victims', 'user:fan']) await grant(kopai, wallet, 5_000n * credit);
  await kopai.charges.create({ agentId: publicAgent, userId: 'fan', messageId: 'earned' });
  await server.app.services.charges.settleDue();
  const message = { agentId: privateAgent, userId: 'victim' };
  const hold = await kopai.charges.create({ ...message, messageId: 'held', capture: false });
  const captured = await kopai.charges.create({ ...message, messageId: 'captured' });

  const buy = (wallet: string) =>
    kopai.topups.create({ wallet, packId: 'pro', successUrl: `${home}/`, cancelUrl: `${home}/` });
  const paid = await buy('user:victim');
  await side.press(paid.checkoutUrl ?? '', 'paid');
  await until(async () => (await kopai.topups.get(paid.id)).status === 'paid');
  await side.control('clock', { advanceSeconds: 4 * 24 * 3600 });

  const owner = server.page({ userId: 'victim', orgs: [{ id: 'victims', role: 'owner' }], scopes: [...ownerScopes] });
  await owner.connect.start('org:victims', { returnUrl: `${home}/`, refreshUrl: `${home}/` });
  const [account] = await database.pool.query<{ account_id: string }>('select account_id from connected_accounts');
  await side.control(`accounts/${account?.account_id}`, { onboarding: 'completed' });
  await until(async () => (await owner.connect.get('org:victims')).payoutsEnabled);
  const payout = await owner.payouts.create({ wallet: 'org:victims', amount: 100n * credit });
  await until(async () => (await kopai.payouts.get(payout.id)).status === 'paid');
  await owner.budgets.put('org:victims', 'victim', { limit: 100n * credit, period: 'month' });
  await owner.autoTopup.put('org:victims', {
    enabled: false,
    threshold: credit,
    packId: 'pro',
    monthlyCap: 500n * credit,
  });
  for (const id of ['hook', 'spare-hook']) await kopai.webhookEndpoints.put(id, { url: 'http://127.0.0.1:9/' });
  return {
    server,
    victim: {
      hold: hold.id,
      capturedCharge: captured.id,
      userTopup: (await buy('user:victim')).id,
      orgTopup: (await buy('org:victims')).id,
      payout: payout.id,
      session: (await kopai.sessions.create({ userId: 'victim', orgs: [] })).id,
      key: (await kopai.keys.create({ name: 'victim', scopes: ['wallets:read'] })).id,
      privateAgent,
      publicAgent,
    },
  };
}

const ownerScopes: readonly SessionScope[] = ['wallet:read', 'topup', 'payout', 'plan', 'pricing'];
export const allSessionScopes = ownerScopes;
