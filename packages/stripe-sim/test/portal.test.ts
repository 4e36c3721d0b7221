import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { eventually, refusalOf, type Scene, startScene } from './start-scene.ts';
import { periodEnd, subscribe } from './subscribe.ts';

const returnUrl = 'https://shop.example/billing';

interface Portal {
  readonly subscription: Stripe.Subscription;
  readonly page: () => Promise<string>;
  readonly press: (action: string, subscription?: string) => Promise<string>;
}

async function openPortal(scene: Scene): Promise<Portal> {
  const subscription = await subscribe(scene);
  const { url } = await scene.stripe.billingPortal.sessions.create({
    customer: String(subscription.customer),
    return_url: returnUrl,
  });
  return {
    subscription,
    page: async () => (await fetch(url)).text(),
    async press(action, id = subscription.id) {
      const response = await fetch(url, { method: 'POST', body: new URLSearchParams({ action, subscription: id }) });
      return response.text();
    },
  };
}

describe('the billing portal', () => {
  it('shows the plan, the card and the invoices, and leads back', async () => {
    const scene = await startScene({ businessName: 'Kopai' });
    const { page } = await openPortal(scene);
    const text = await page();
    for (const words of ['Simulation', 'Kopai', 'Pro', '$20.00 per month', 'renews on', 'visa ···· 4242', 'SIM-0001']) {
      expect(text).toContain(words);
    }
    expect(text).toContain(`href="${returnUrl}"`);
    await eventually(() => scene.receiver.types.includes('billing_portal.session.created'));
  });

  it('cancels with the period, and takes that back', async () => {
    const scene = await startScene();
    const { subscription, press } = await openPortal(scene);
    expect(await press('cancel')).toContain('ends on');
    const leaving = await scene.stripe.subscriptions.retrieve(subscription.id);
    expect(leaving).toMatchObject({ cancel_at_period_end: true, cancel_at: periodEnd(leaving) });
    expect(await press('resume')).toContain('renews on');
    expect((await scene.stripe.subscriptions.retrieve(subscription.id)).cancel_at_period_end).toBe(false);
    const told = await eventually(() => {
      const all = scene.receiver.events.filter((event) => event.type === 'customer.subscription.updated');
      const ends = all.map((event) => event.data.object.cancel_at_period_end);
      return ends.includes(true) && ends.at(-1) === false && all;
    });
    expect(told.at(-1)?.data.previous_attributes).toMatchObject({ cancel_at_period_end: true });
  });

  it('changes the card: one that fails makes the plan past due, one that works pays what is owed', async () => {
    const scene = await startScene();
    const { subscription, press, page } = await openPortal(scene);
    const expand = ['default_payment_method', 'customer.invoice_settings.default_payment_method'];
    const month = { advanceSeconds: 31 * 24 * 60 * 60 };
    expect(await press('card_fails')).toContain('visa ···· 0341');
    expect(await scene.stripe.subscriptions.retrieve(subscription.id, { expand })).toMatchObject({
      default_payment_method: { card: { last4: '0341' } },
      customer: { invoice_settings: { default_payment_method: { card: { last4: '0341' } } } },
    });
    await scene.control('POST', '/clock', month);
    expect((await scene.stripe.subscriptions.retrieve(subscription.id)).status).toBe('past_due');
    const renewed = await scene.stripe.billingPortal.sessions.create({ customer: String(subscription.customer) });
    expect(await (await fetch(renewed.url)).text()).toContain('The last payment failed');
    expect(await page()).toContain('This session has expired');
    await fetch(renewed.url, { method: 'POST', body: new URLSearchParams({ action: 'card_works' }) });
    const [open] = (await scene.stripe.invoices.list({ status: 'open' })).data;
    expect((await scene.stripe.invoices.pay(open?.id ?? '')).status).toBe('paid');
    expect((await scene.stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
  });

  it('leaves other customers alone, and is there for known customers only', async () => {
    const scene = await startScene();
    const other = await subscribe(scene);
    const { press } = await openPortal(scene);
    await press('cancel', other.id);
    expect((await scene.stripe.subscriptions.retrieve(other.id)).cancel_at_period_end).toBe(false);
    const create = scene.stripe.billingPortal.sessions;
    expect((await refusalOf(create.create({ customer: 'cus_none' }))).code).toBe('resource_missing');
    const astray = create.create({ customer: String(other.customer), return_url: 'javascript:alert(1)' });
    expect((await refusalOf(astray)).param).toBe('return_url');
    expect((await fetch(`${scene.sim.url}/portal/bps_none`)).status).toBe(404);
  });
});
