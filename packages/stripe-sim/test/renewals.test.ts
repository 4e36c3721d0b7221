import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { eventually, refusalOf, startScene } from './start-scene.ts';
import { behave, billing, periodEnd, subscribe, wait } from './subscribe.ts';

const daySeconds = 24 * 60 * 60;

describe('a renewal', () => {
  it('charges the kept card when the period ends, again and again', async () => {
    const scene = await startScene();
    const first = await subscribe(scene);
    expect(first.status).toBe('active');
    await wait(scene, 95);
    const later = await scene.stripe.subscriptions.retrieve(first.id);
    const invoices = (await scene.stripe.invoices.list({ subscription: first.id })).data;
    expect(invoices.map(({ status, billing_reason }) => [status, billing_reason])).toEqual([
      ['paid', 'subscription_cycle'],
      ['paid', 'subscription_cycle'],
      ['paid', 'subscription_cycle'],
      ['paid', 'subscription_create'],
    ]);
    expect(invoices[3]?.lines.data[0]?.period.end).toBe(invoices[2]?.lines.data[0]?.period.start);
    expect(invoices[0]?.lines.data[0]?.period.end).toBe(periodEnd(later));
    expect(new Set(invoices.map(({ number }) => number)).size).toBe(4);
    expect((await scene.stripe.charges.list()).data).toHaveLength(4);
    const paid = await eventually(() => {
      const all = scene.receiver.events.filter((event) => event.type === 'invoice.paid');
      return all.length === 4 && all;
    });
    expect(paid[3]?.data.object.parent?.subscription_details?.subscription).toBe(first.id);
  });

  it('keeps the day of the month where there is one', async () => {
    const now = Date.UTC(2027, 0, 31, 12) - Date.now();
    const scene = await startScene({ now: () => Date.now() + now });
    const { id } = await subscribe(scene);
    await wait(scene, 100);
    const { data } = await scene.stripe.invoices.list({ subscription: id });
    const days = data.map(({ lines }) => new Date((lines.data[0]?.period.end ?? 0) * 1000).toISOString().slice(0, 10));
    expect(days).toEqual(['2027-05-31', '2027-04-30', '2027-03-31', '2027-02-28']);
  });

  it('that fails makes it past_due, tries again, and is fine once the card is', async () => {
    const scene = await startScene();
    const subscription = await subscribe(scene);
    await behave(scene, subscription, 'insufficient_funds');
    await wait(scene, 31);
    const late = await scene.stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] });
    expect(late).toMatchObject({ status: 'past_due', latest_invoice: { status: 'open', attempt_count: 1 } });
    const { next_payment_attempt } = late.latest_invoice as Stripe.Invoice;
    expect(next_payment_attempt).toBeGreaterThan(late.created + 31 * daySeconds);
    await behave(scene, subscription, 'succeeds');
    await wait(scene, 3);
    const fine = await scene.stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] });
    expect(fine).toMatchObject({ status: 'active', latest_invoice: { status: 'paid', attempt_count: 2 } });
    expect(await billing(scene)).toContain('invoice.payment_failed');
  });

  it.each(['canceled', 'unpaid', 'past_due'] as const)('that fails for good leaves it %s, as set', async (end) => {
    const scene = await startScene({ dunning: { finally: end } });
    const subscription = await subscribe(scene);
    await behave(scene, subscription, 'lost_card');
    await wait(scene, 31 + 3 + 5 + 7);
    const after = await scene.stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] });
    expect(after).toMatchObject({ status: end, latest_invoice: { attempt_count: 4, next_payment_attempt: null } });
    const failed = (await billing(scene)).filter((type) => type === 'invoice.payment_failed');
    expect(failed).toHaveLength(4);
    if (end === 'canceled') {
      expect(after).toMatchObject({ cancellation_details: { reason: 'payment_failed' }, ended_at: expect.any(Number) });
      expect((await billing(scene)).at(-1)).toBe('customer.subscription.deleted');
    }
  });

  it('of an unpaid subscription is drafted and not charged; paying the invoice brings it back', async () => {
    const scene = await startScene({ dunning: { retryAfterDays: [], finally: 'unpaid' } });
    const subscription = await subscribe(scene);
    await behave(scene, subscription, 'generic_decline');
    await wait(scene, 31);
    const unpaid = await scene.stripe.subscriptions.retrieve(subscription.id);
    expect(unpaid.status).toBe('unpaid');
    const paid = await scene.stripe.invoices.pay(String(unpaid.latest_invoice), { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ status: 'paid' });
    expect((await scene.stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
    await behave(scene, subscription, 'generic_decline');
    await wait(scene, 62);
    const [latest] = (await scene.stripe.invoices.list({ subscription: subscription.id })).data;
    expect(latest).toMatchObject({ status: 'draft', attempt_count: 0 });
    expect((await refusalOf(scene.stripe.invoices.pay(latest?.id ?? ''))).statusCode).toBe(400);
  });

  it('that wants the customer to authenticate says so', async () => {
    const scene = await startScene();
    const subscription = await subscribe(scene);
    await behave(scene, subscription, 'authentication_required');
    await wait(scene, 31);
    expect((await scene.stripe.subscriptions.retrieve(subscription.id)).status).toBe('past_due');
    expect(await billing(scene)).toContain('invoice.payment_action_required');
  });
});

describe('an invoice', () => {
  it('is looked at and paid on its page', async () => {
    const scene = await startScene();
    const subscription = await subscribe(scene);
    await behave(scene, subscription, 'expired_card');
    await wait(scene, 31);
    const [open] = (await scene.stripe.invoices.list({ status: 'open' })).data;
    const url = open?.hosted_invoice_url ?? '';
    const post = (outcome: string) => fetch(url, { method: 'POST', body: new URLSearchParams({ outcome }) });
    expect(await (await fetch(url)).text()).toContain('Your card has expired.');
    expect(await (await post('declined')).text()).toContain('Your card was declined.');
    const paid = await (await post('paid')).text();
    expect(paid).toContain('View receipt');
    expect((await scene.stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
    const [payment] = (await scene.stripe.invoicePayments.list({ invoice: open?.id ?? '' })).data;
    expect(payment).toMatchObject({ status: 'paid', amount_paid: 2000 });
    expect((await refusalOf(scene.stripe.invoices.pay(open?.id ?? ''))).message).toContain('already paid');
    expect((await fetch(`${scene.sim.url}/invoice/in_none`)).status).toBe(404);
  });

  it('is voided while it is open', async () => {
    const scene = await startScene();
    const waiting = await subscribe(scene, 'pm_card_visa', { payment_behavior: 'default_incomplete' });
    const voided = await scene.stripe.invoices.voidInvoice(String(waiting.latest_invoice));
    expect(voided.status).toBe('void');
    expect((await refusalOf(scene.stripe.invoices.voidInvoice(voided.id ?? ''))).statusCode).toBe(400);
  });
});
