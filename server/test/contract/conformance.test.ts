import { conformance, epochMs, type Subject } from '@kopai/conformance';
import type { Topup } from '@kopai/sdk';
import { startStripeSim } from '@kopai/stripe-sim';
import { atEnd } from '@kopai/workshop/at-end';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { type StripeSide, sessionOf, stripeSide } from '../stripe-side.ts';
import { until } from '../until.ts';

const secret = 'whsec_conformance';

interface Backstage {
  readonly database: TestDatabase;
  readonly server: RunningServer;
  readonly side: StripeSide;
}

conformance(async (): Promise<Subject> => {
  let nowMs = epochMs;
  const database = await freshDatabase();
  const sim = await startStripeSim();
  atEnd(() => sim.close());
  const server = await runServer(database, {
    clock: () => nowMs,
    stripe: { apiKey: sim.apiKey, simulatorUrl: sim.url },
    webhookSecrets: [secret],
    allowedOrigins: ['http://localhost:3000'],
  });
  sim.addWebhook({ url: `${server.url}/webhooks/stripe`, secret });
  const backstage = { database, server, side: stripeSide(sim) };
  return {
    baseUrl: server.url,
    fetch: globalThis.fetch,
    apiKey: server.secretKey,
    advance(ms) {
      nowMs += ms;
    },
    async catchUp() {
      await server.app.services.charges.releaseExpired();
      await server.app.services.charges.settleDue();
    },
    atCheckout: (topup, outcome) => atCheckout(backstage, topup, outcome),
    giveBack: (topup) => giveBack(backstage, topup),
    onboard: (orgId) => onboard(backstage, orgId),
    queue: ({ id }) => until(async () => (await server.kopai.payouts.get(id)).status === 'queued'),
    async payForPlan(wallet, checkoutUrl) {
      await backstage.side.press(checkoutUrl, 'paid');
      await until(async () => (await server.kopai.plans.entitlements(wallet)).planId === 'pro');
    },
  };
});

async function atCheckout(
  { server, side }: Backstage,
  { checkoutUrl, id }: Topup,
  outcome: 'paid' | 'processing' | 'failed' | 'expired',
): Promise<void> {
  const url = checkoutUrl ?? '';
  if (outcome === 'paid') await side.press(url, 'paid');
  else if (outcome === 'expired') await side.stripe.checkout.sessions.expire(sessionOf(url));
  else {
    await side.press(url, 'pay_later');
    if (outcome === 'failed') await side.control(`async/${sessionOf(url)}`, { outcome: 'failed' });
  }
  await until(async () => (await server.kopai.topups.get(id)).status === outcome);
}

async function giveBack({ database, server, side }: Backstage, { id, wallet }: Topup): Promise<void> {
  const [row] = await database.pool.query<{ payment_intent_id: string }>(
    'select payment_intent_id from topups where id = $1',
    [id],
  );
  await side.stripe.refunds.create({ payment_intent: row?.payment_intent_id ?? '' });
  const isBack = async () =>
    (await server.kopai.wallets.transactions(wallet, { kind: 'topup_refund' })).data.some(
      (line) => line.topupId === id,
    );
  await until(isBack);
}

async function onboard({ database, side }: Backstage, orgId: string): Promise<void> {
  const [row] = await database.pool.query<{ account_id: string }>(
    'select account_id from connected_accounts where org_id = $1',
    [orgId],
  );
  await side.control(`accounts/${row?.account_id}`, { onboarding: 'completed' });
}
