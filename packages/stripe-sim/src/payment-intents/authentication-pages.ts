import type { PageRoute } from '../http/route.ts';
import { authenticationPage } from '../pages/authentication-page.ts';
import { errorPage } from '../pages/error-page.ts';
import { safeUrl } from '../pages/html.ts';
import { messagePage } from '../pages/message-page.ts';
import type { Page } from '../pages/page.ts';
import type { World } from '../world/world.ts';
import { authenticatePayment } from './authenticate-payment.ts';
import { type PaymentIntentRecord, paymentIntents } from './payment-intent.ts';

/** Where a customer authenticates a payment that was made without a checkout session. */
export function authenticationUrl(world: World, intent: PaymentIntentRecord): string {
  return `${world.url}/authenticate/${intent.id}`;
}

/** The 3-D Secure step of a payment intent that no checkout session leads to. */
export const authenticationPages: readonly PageRoute[] = [
  {
    method: 'GET',
    path: '/authenticate/:id',
    handle(world, { path }) {
      const intent = world.store.in(paymentIntents).get(path('id'));
      if (!intent) return errorPage(404, 'There is no such payment.');
      if (intent.status !== 'requires_action') return settled(intent);
      return authenticationPage(world, { ...intent, action: `/authenticate/${intent.id}`, framed: false });
    },
  },
  {
    method: 'POST',
    path: '/authenticate/:id',
    handle(world, { path, form }) {
      const intent = world.store.in(paymentIntents).get(path('id'));
      if (!intent) return errorPage(404, 'There is no such payment.');
      if (intent.status !== 'requires_action') return settled(intent);
      const returnUrl = safeUrl(intent.next_action?.redirect_to_url?.return_url ?? null);
      const outcome = form.string('outcome') === 'authenticated' ? 'authenticated' : 'failed';
      const after = authenticatePayment(world, intent, outcome);
      return returnUrl === null ? settled(after) : { redirect: withResult(returnUrl, after) };
    },
  },
];

/** Stripe adds the intent and how it went to the address it returns to. */
function withResult(returnUrl: string, intent: PaymentIntentRecord): string {
  const url = new URL(returnUrl);
  url.searchParams.set('payment_intent', intent.id);
  url.searchParams.set('payment_intent_client_secret', intent.client_secret ?? '');
  url.searchParams.set('redirect_status', intent.status === 'succeeded' ? 'succeeded' : 'failed');
  return url.href;
}

function settled(intent: PaymentIntentRecord): Page {
  const paid = intent.status === 'succeeded';
  return messagePage({
    tone: paid ? 'good' : 'bad',
    title: paid ? 'Payment complete' : 'Nothing to confirm',
    text: paid ? 'The payment went through. You can close this page.' : 'This payment does not wait for you any more.',
    link: null,
    framed: false,
  });
}
