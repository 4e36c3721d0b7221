import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { availableOf, fillBalance, freeOfCharge, openAccount, openVerifiedAccount } from './connected-account.ts';
import { clientOf, eventually, refusalOf, type Scene, startScene } from './start-scene.ts';

function transfer(
  { stripe }: Scene,
  destination: string,
  params: Partial<Stripe.TransferCreateParams> = {},
  options: Stripe.RequestOptions = {},
): Promise<Stripe.Transfer> {
  return stripe.transfers.create(
    { amount: 4000, currency: 'usd', destination, transfer_group: 'pay_1', metadata: { payout: 'pay_1' }, ...params },
    options,
  );
}

async function startFunded(amount = 10_000): Promise<Scene & { account: string }> {
  const scene = await startScene({ pricing: freeOfCharge });
  await fillBalance(scene, amount);
  return { ...scene, account: (await openVerifiedAccount(scene)).id };
}

describe('a transfer', () => {
  it('moves available money, with a balance transaction on both sides', async () => {
    const scene = await startFunded();
    const { stripe, account } = scene;
    const sent = await transfer(scene, account);
    expect(sent).toMatchObject({
      amount: 4000,
      destination: account,
      transfer_group: 'pay_1',
      metadata: { payout: 'pay_1' },
      reversed: false,
      reversals: { data: [] },
    });
    expect([await availableOf(scene), await availableOf(scene, account)]).toEqual([6000, 4000]);
    const [ours] = (await stripe.balanceTransactions.list({ source: sent.id })).data;
    expect(ours).toMatchObject({ type: 'transfer', net: -4000 });
    expect(ours).not.toHaveProperty('account');
    const theirs = (await stripe.balanceTransactions.list({}, { stripeAccount: account })).data;
    expect(theirs).toMatchObject([{ type: 'payment', net: 4000, source: sent.destination_payment }]);
    const payment = await stripe.charges.retrieve(String(sent.destination_payment), {}, { stripeAccount: account });
    expect(payment).toMatchObject({ amount: 4000, source_transfer: sent.id });
    expect((await stripe.charges.list({}, { stripeAccount: account })).data).toHaveLength(1);
    expect((await refusalOf(stripe.charges.retrieve(payment.id))).code).toBe('resource_missing');
    const foreign = stripe.balanceTransactions.retrieve(
      String(sent.balance_transaction),
      {},
      { stripeAccount: account },
    );
    expect((await refusalOf(foreign)).code).toBe('resource_missing');
    await eventually(() => scene.receiver.types.includes('transfer.created'));
  });

  it('is found by its group and by its destination', async () => {
    const scene = await startFunded();
    const other = (await openVerifiedAccount(scene)).id;
    const first = await transfer(scene, scene.account);
    const second = await transfer(scene, other, { transfer_group: 'pay_2' });
    const ids = async (params: Stripe.TransferListParams) =>
      (await scene.stripe.transfers.list(params)).data.map(({ id }) => id);
    expect(await ids({ transfer_group: 'pay_1' })).toEqual([first.id]);
    expect(await ids({ destination: other })).toEqual([second.id]);
    expect(await ids({})).toEqual([second.id, first.id]);
    expect(await ids({ transfer_group: 'pay_3' })).toEqual([]);
    const expanded = await scene.stripe.transfers.retrieve(first.id, {
      expand: ['destination', 'balance_transaction'],
    });
    expect(expanded).toMatchObject({ destination: { id: scene.account }, balance_transaction: { net: -4000 } });
  });

  it('needs available money: pending money is none', async () => {
    const scene = await startScene({ pricing: freeOfCharge });
    const { id } = await openVerifiedAccount(scene);
    await scene.stripe.paymentIntents.create({
      amount: 5000,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      confirm: true,
    });
    const refusal = await refusalOf(transfer(scene, id));
    expect(refusal).toMatchObject({ statusCode: 400, code: 'balance_insufficient', type: 'StripeInvalidRequestError' });
    await scene.control('POST', '/clock', { advanceSeconds: 2 * 24 * 60 * 60 });
    await eventually(() => scene.receiver.types.includes('balance.available'));
    expect((await transfer(scene, id)).amount).toBe(4000);
    expect(await availableOf(scene, id)).toBe(4000);
  });

  it('keeps its refusal under its idempotency key, as Stripe does: a new attempt needs a new key', async () => {
    const scene = await startScene({ pricing: freeOfCharge });
    const { id } = await openVerifiedAccount(scene);
    const refused = await refusalOf(transfer(scene, id, {}, { idempotencyKey: 'pay_1' }));
    await fillBalance(scene, 5000);
    const again = await refusalOf(transfer(scene, id, {}, { idempotencyKey: 'pay_1' }));
    expect([refused.code, again.code]).toEqual(['balance_insufficient', 'balance_insufficient']);
    expect(again.headers?.['idempotent-replayed']).toBe('true');
    expect((await transfer(scene, id, {}, { idempotencyKey: 'pay_1 attempt 2' })).amount).toBe(4000);
  });

  it('needs an account that takes transfers', async () => {
    const scene = await startFunded();
    const { id } = await openAccount(scene);
    expect(await refusalOf(transfer(scene, id))).toMatchObject({
      statusCode: 400,
      code: 'insufficient_capabilities_for_transfer',
    });
    expect(await refusalOf(transfer(scene, 'acct_none'))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'destination',
    });
    await scene.control('POST', `/accounts/${scene.account}`, { deauthorize: true });
    expect((await refusalOf(transfer(scene, scene.account))).code).toBe('resource_missing');
    expect(await availableOf(scene)).toBe(10_000);
  });

  it('tells of a change of its metadata', async () => {
    const scene = await startFunded();
    const { id } = await transfer(scene, scene.account);
    const changed = await scene.stripe.transfers.update(id, { description: 'Payout', metadata: { checked: 'yes' } });
    expect(changed).toMatchObject({ description: 'Payout', metadata: { payout: 'pay_1', checked: 'yes' } });
    const told = await eventually(() => scene.receiver.events.find((event) => event.type === 'transfer.updated'));
    expect(told.data.previous_attributes).toMatchObject({ description: null, metadata: { payout: 'pay_1' } });
  });
});

describe('a reversal', () => {
  it('is partial, repeated, and the transfer adds them up', async () => {
    const scene = await startFunded();
    const { stripe, account } = scene;
    const { id } = await transfer(scene, account);
    const first = await stripe.transfers.createReversal(id, { amount: 1500, metadata: { why: 'test' } });
    expect(first).toMatchObject({ amount: 1500, transfer: id, metadata: { why: 'test' } });
    expect(await stripe.transfers.retrieve(id)).toMatchObject({
      amount_reversed: 1500,
      reversed: false,
      reversals: { data: [{ id: first.id }] },
    });
    const tooMuch = stripe.transfers.createReversal(id, { amount: 2501 });
    expect((await refusalOf(tooMuch)).param).toBe('amount');
    await stripe.transfers.createReversal(id);
    expect(await stripe.transfers.retrieve(id)).toMatchObject({ amount_reversed: 4000, reversed: true });
    expect((await refusalOf(stripe.transfers.createReversal(id))).statusCode).toBe(400);
    expect([await availableOf(scene), await availableOf(scene, account)]).toEqual([10_000, 0]);
    const told = await eventually(() => {
      const all = scene.receiver.events.filter((event) => event.type === 'transfer.reversed');
      return all.length === 2 && all;
    });
    expect(told.map((event) => event.data.object.amount_reversed)).toEqual([1500, 4000]);
    expect((await stripe.transfers.listReversals(id)).data.map(({ amount }) => amount)).toEqual([2500, 1500]);
    const expand = ['destination_payment_refund', 'transfer'];
    expect(await stripe.transfers.retrieveReversal(id, first.id, { expand })).toMatchObject({
      destination_payment_refund: { object: 'refund', amount: 1500 },
      transfer: { id },
    });
    expect((await refusalOf(stripe.transfers.retrieveReversal(id, 'trr_none'))).code).toBe('resource_missing');
  });

  it('needs the money to be with the account still', async () => {
    const scene = await startFunded();
    const { id } = await transfer(scene, scene.account);
    await scene.stripe.payouts.create({ amount: 1000, currency: 'usd' }, { stripeAccount: scene.account });
    expect((await refusalOf(scene.stripe.transfers.createReversal(id))).code).toBe('balance_insufficient');
    expect((await scene.stripe.transfers.createReversal(id, { amount: 3000 })).amount).toBe(3000);
  });
});

describe('chaos around a transfer', () => {
  it.each([
    ['error500BeforeCommit', 0],
    ['error500AfterCommit', 1],
  ])('%s: the group tells whether it happened, and its key finds the true answer', async (chaos, happened) => {
    const scene = await startFunded();
    await scene.control('POST', '/chaos', { [chaos]: 1, requests: ['POST /v1/transfers'] });
    const lost = await refusalOf(transfer(scene, scene.account, {}, { idempotencyKey: 'pay_1' }));
    expect(lost.statusCode).toBe(500);
    expect((await scene.stripe.transfers.list({ transfer_group: 'pay_1' })).data).toHaveLength(happened);
    await transfer(scene, scene.account, {}, { idempotencyKey: 'pay_1' });
    expect((await scene.stripe.transfers.list({ transfer_group: 'pay_1' })).data).toHaveLength(1);
    expect(await availableOf(scene, scene.account)).toBe(4000);
  });

  it('hangAfterCommit: no answer, but it happened', async () => {
    const scene = await startFunded();
    await scene.control('POST', '/chaos', { hangAfterCommit: 1, requests: ['POST /v1/transfers'] });
    const impatient = { ...scene, stripe: clientOf(scene.sim, { timeout: 200 }) };
    const lost = await refusalOf(transfer(impatient, scene.account, {}, { idempotencyKey: 'pay_1' }));
    expect(lost.type).toBe('StripeConnectionError');
    expect(await availableOf(scene, scene.account)).toBe(4000);
    await transfer(scene, scene.account, {}, { idempotencyKey: 'pay_1' });
    expect(await availableOf(scene)).toBe(6000);
  });
});
