import { handledEvents, stripeTrouble } from '../stripe/index.ts';
import { type Examinations, warning, well, wrong } from './finding.ts';

/** Stripe's signatures are believed for five minutes: a clock that is off by more than this (in ms) comes near. */
const clockSkewMost = 60_000;

/** What is asked of Stripe before anything else: with no answer to it there is none to the rest. */
export const firstOfStripe: Examinations = {
  async stripe({ stripe }) {
    if (!stripe)
      return warning(
        'stripe',
        'the simulator stands in: no money moves',
        'Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET for Stripe.',
      );
    try {
      const { livemode } = await stripe.balance.retrieve();
      return well('stripe', `answers, in ${livemode ? 'live' : 'test'} mode`);
    } catch (error) {
      const trouble = stripeTrouble(error);
      if (trouble === undefined) throw error;
      return wrong('stripe', trouble.what, trouble.remedy);
    }
  },
};

export const ofStripe: Examinations = {
  /** Where the database has the same wrong clock as this machine, Stripe's tells. */
  async 'stripe clock'({ stripe, clock }) {
    const date = (await stripe?.balance.retrieve())?.lastResponse?.headers.date;
    const skewMs = date === undefined ? 0 : Math.abs(Date.parse(date) - clock());
    if (!(skewMs > clockSkewMost)) return [];
    return wrong(
      'stripe clock',
      `Stripe and this machine are ${Math.round(skewMs / 1_000)} s apart`,
      'Have this machine follow NTP: events of Stripe are believed for five minutes.',
    );
  },

  async 'stripe webhook'({ stripe }) {
    if (!stripe) return [];
    const { data } = await stripe.webhookEndpoints.list({ limit: 100 });
    const ours = data.filter(({ url, status }) => status === 'enabled' && new URL(url).pathname === '/webhooks/stripe');
    if (ours.length === 0) {
      return wrong(
        'stripe webhook',
        'no enabled endpoint ends in /webhooks/stripe',
        'Add one in the dashboard: see the guide, "Setting up Stripe".',
      );
    }
    const told = new Set(ours.flatMap(({ enabled_events: events }) => events));
    const missing = told.has('*') ? [] : handledEvents.filter((type) => !told.has(type));
    return missing.length === 0
      ? well('stripe webhook', ours.map(({ url }) => url).join(', '))
      : wrong('stripe webhook', `is not told of ${missing.join(', ')}`, 'Add these events to the endpoint.');
  },
};
