import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { openSession } from './open-session.ts';
import { eventually, startScene } from './start-scene.ts';

/** What a browser does without scripts. */
async function get(url: string): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(url, { redirect: 'manual' });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

async function post(
  url: string,
  fields: Record<string, string>,
): Promise<{ location: string; text: string; status: number }> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  return {
    status: response.status,
    location: new URL(response.headers.get('location') ?? '', url).href,
    text: await response.text(),
  };
}

describe('the hosted page', () => {
  it('says what is bought, and that it is a simulation', async () => {
    const { stripe } = await startScene({ businessName: 'Kopai' });
    const { url } = await openSession(stripe);
    const page = await get(url ?? '');
    expect(page.status).toBe(200);
    for (const words of [
      'Simulation',
      'No money moves',
      'Kopai',
      'Standard pack',
      '$15.00',
      'Pay later',
      '3-D Secure',
    ]) {
      expect(page.text).toContain(words);
    }
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it('pays: on to the shop, with the session’s id in the address', async () => {
    const { stripe, receiver } = await startScene();
    const { id, url } = await openSession(stripe);
    const done = `https://shop.example/done?session=${id}`;
    const paid = await post(url ?? '', { outcome: 'paid', email: 'ada@example.com', name: 'Ada' });
    expect(paid).toMatchObject({ status: 303, location: done });
    expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({
      payment_status: 'paid',
      customer_details: { email: 'ada@example.com', name: 'Ada' },
    });
    expect(await post(url ?? '', { outcome: 'paid' })).toMatchObject({ location: done });
    expect((await stripe.charges.list()).data).toHaveLength(1);
    expect((await get(url ?? '')).text).toContain('Payment complete');
    await eventually(() => receiver.types.includes('checkout.session.completed'));
    const receipt = (await stripe.charges.list()).data[0]?.receipt_url ?? '';
    expect((await get(receipt)).text).toContain('$15.00');
  });

  it('declines: stays, says why, and takes another try', async () => {
    const { stripe } = await startScene();
    const { id, url } = await openSession(stripe);
    const declined = await post(url ?? '', { outcome: 'declined' });
    expect(declined.location).toBe(url);
    expect((await get(url ?? '')).text).toContain('Your card was declined.');
    expect((await post(url ?? '', { outcome: 'paid' })).location).toContain(id);
  });

  it.each([
    ['authenticated', 'paid'],
    ['failed', 'unpaid'],
  ])('asks the bank (3-D Secure): %s', async (outcome, status) => {
    const { stripe } = await startScene();
    const { id, url } = await openSession(stripe);
    const asked = await post(url ?? '', { outcome: 'three_d_secure' });
    expect(asked.location).toBe(`${url}/authenticate`);
    expect((await get(asked.location)).text).toContain('Is this you?');
    const after = await post(asked.location, { outcome });
    expect(after.location).toBe(status === 'paid' ? `https://shop.example/done?session=${id}` : url);
    expect((await stripe.checkout.sessions.retrieve(id)).payment_status).toBe(status);
    if (status === 'unpaid') expect((await get(url ?? '')).text).toContain('unable to authenticate');
    expect((await get(asked.location)).status).toBe(303);
  });

  it('pays later: off to the shop, and the bank decides on the same page', async () => {
    const { stripe, receiver } = await startScene();
    const { id, url } = await openSession(stripe);
    expect((await post(url ?? '', { outcome: 'pay_later' })).location).toContain('shop.example/done');
    expect((await get(url ?? '')).text).toContain('Waiting for the bank');
    await post(`${url}/settle`, { outcome: 'succeeded' });
    expect((await stripe.checkout.sessions.retrieve(id)).payment_status).toBe('paid');
    await eventually(() => receiver.types.includes('checkout.session.async_payment_succeeded'));
    expect((await get(url ?? '')).text).toContain('Payment complete');
  });

  it('cancels, and shows when it is too late', async () => {
    const { stripe } = await startScene();
    const { id, url } = await openSession(stripe);
    expect((await post(url ?? '', { outcome: 'canceled' })).location).toBe('https://shop.example/cart');
    await stripe.checkout.sessions.expire(id);
    const late = await get(url ?? '');
    expect(late.text).toContain('expired');
    expect(late.text).toContain('href="https://shop.example/cart"');
    expect((await post(url ?? '', { outcome: 'paid' })).location).toBe(url);
    expect((await stripe.charges.list()).data).toEqual([]);
  });

  it('escapes what shops and customers write', async () => {
    const { stripe } = await startScene({ businessName: `"><script>alert(1)</script>&` });
    const name = `<img src=x onerror="alert('1')"> & Söhne`;
    const { id, url } = await openSession(stripe, {
      line_items: [
        { quantity: 1, price_data: { currency: 'usd', unit_amount: 500, product_data: { name, description: '<b>' } } },
      ],
      cancel_url: 'https://shop.example/?a=1&b="><script>',
    });
    const { text } = await get(url ?? '');
    expect(text).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; Söhne');
    expect(text).not.toMatch(/<img|<script>|<b>/);
    await stripe.checkout.sessions.expire(id);
    expect((await get(url ?? '')).text).not.toContain('<script>');
  });

  it('answers what is not there, and what is not allowed, with a page', async () => {
    const { sim, stripe } = await startScene();
    expect((await get(`${sim.url}/c/pay/cs_test_none`)).status).toBe(404);
    expect((await get(`${sim.url}/receipts/ch_none`)).status).toBe(404);
    expect((await get(`${sim.url}/anything`)).text).toContain('Not found');
    const { url } = await openSession(stripe);
    const wrong = await post(url ?? '', { outcome: 'gratis' });
    expect(wrong).toMatchObject({ status: 400 });
    expect(wrong.text).toContain('That did not work');
    expect((await get(sim.url)).text).toContain(`/c/pay/`);
  });
});

describe('the embedded page', () => {
  it('opens by its secret alone, may be framed, and leads on by a link', async () => {
    const { sim, stripe } = await startScene();
    const session = await openSession(stripe, {
      ui_mode: 'embedded_page',
      return_url: 'https://shop.example/back?session={CHECKOUT_SESSION_ID}',
      success_url: '',
      cancel_url: '',
    });
    expect(session).toMatchObject({ url: null, ui_mode: 'embedded_page', redirect_on_completion: 'always' });
    const page = `${sim.url}/embed/${session.client_secret}`;
    const open = await get(page);
    expect(open.headers.get('content-security-policy')).toContain('frame-ancestors *');
    expect(open.text).not.toContain('value="canceled"');
    for (const guess of [`/embed/${session.id}`, `/embed/${session.id}_secret_guess`, `/c/pay/${session.id}`]) {
      expect((await get(`${sim.url}${guess}`)).status).toBe(404);
    }
    const paid = await post(page, { outcome: 'paid' });
    expect(paid.status).toBe(200);
    expect(paid.text).toContain(`href="https://shop.example/back?session=${session.id}" target="_top"`);
    expect(paid.text).toContain(`data-completed="${session.id}"`);
    expect((await stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe('paid');
  });

  it('stays when nothing has to lead on, and comes with a script that any page may import', async () => {
    const { sim, stripe } = await startScene();
    const session = await openSession(stripe, {
      ui_mode: 'embedded_page',
      redirect_on_completion: 'if_required',
      return_url: 'https://shop.example/back',
      success_url: '',
      cancel_url: '',
    });
    const paid = await post(`${sim.url}/embed/${session.client_secret}`, { outcome: 'paid' });
    expect(paid.text).toContain('data-return-url=""');
    const script = await get(`${sim.url}/js/stripe.js`);
    expect(script.headers.get('access-control-allow-origin')).toBe('*');
    const world: { Stripe?: (key: string) => object } = {};
    runInNewContext(script.text, world);
    expect(world.Stripe?.('pk_test_anything')).toHaveProperty('createEmbeddedCheckoutPage');
    expect(() => world.Stripe?.('sk_test_secret')).toThrow('publishable test keys only');
  });
});
