import type { PageCall, PageRoute } from '../http/route.ts';
import { authenticationPage } from '../pages/authentication-page.ts';
import { checkoutPage } from '../pages/checkout-page.ts';
import { errorPage } from '../pages/error-page.ts';
import type { Page } from '../pages/page.ts';
import { waitingPage } from '../pages/waiting-page.ts';
import type { World } from '../world/world.ts';
import { completionUrl } from './completion-url.ts';
import { describeCheckout } from './describe-checkout.ts';
import { endPage } from './end-page.ts';
import { intentOf, pagePath, type SessionRecord, sessions } from './session.ts';
import { paymentChoices, settleSession, submitAuthentication, submitPayment } from './submit-payment.ts';

type Answer = (world: World, session: SessionRecord, call: PageCall) => Page;

const showCheckout: Answer = (world, session) => {
  if (session.status === 'open') return checkoutPage(describeCheckout(world, session));
  if (intentOf(world, session)?.status === 'processing') return waitingPage(describeCheckout(world, session));
  return endPage(world, session);
};

const pay: Answer = (world, session, { form }) => {
  if (session.status !== 'open') return afterwards(world, session);
  const outcome = form.choice('outcome', [...paymentChoices, 'canceled']) ?? 'paid';
  if (outcome === 'canceled') return { redirect: session.cancel_url ?? pagePath(session) };
  const after = submitPayment(world, session, outcome, { email: form.string('email'), name: form.string('name') });
  if (intentOf(world, after)?.status === 'requires_action') return { redirect: `${pagePath(after)}/authenticate` };
  return afterwards(world, after);
};

const showAuthentication: Answer = (world, session) => {
  const intent = intentOf(world, session);
  if (intent?.status !== 'requires_action') return { redirect: pagePath(session) };
  const { amount, currency } = intent;
  const action = `${pagePath(session)}/authenticate`;
  return authenticationPage(world, { amount, currency, action, framed: session.client_secret !== null });
};

const authenticate: Answer = (world, session, { form }) => {
  const intent = intentOf(world, session);
  if (session.status !== 'open' || intent?.status !== 'requires_action') return afterwards(world, session);
  const outcome = form.choice('outcome', ['authenticated', 'failed']) ?? 'failed';
  return afterwards(world, submitAuthentication(world, session, intent, outcome));
};

const settle: Answer = (world, session, { form }) => {
  const intent = intentOf(world, session);
  if (intent?.status === 'processing') {
    settleSession(world, session, intent, form.choice('outcome', ['succeeded', 'failed']) ?? 'failed');
  }
  return { redirect: pagePath(session) };
};

/** A hosted page leaves for the shop once it is done; one inside a frame stays, and tells the page around it. */
function afterwards(world: World, session: SessionRecord): Page {
  if (session.status !== 'complete') return { redirect: pagePath(session) };
  if (session.client_secret !== null) return endPage(world, session);
  return { redirect: completionUrl(session) ?? pagePath(session) };
}

/** The same pages twice: on their own under the session's id, and for a frame under its client secret. */
export const checkoutPages: readonly PageRoute[] = [
  ...pagesUnder('/c/pay/:key', (session, key) => session.id === key && session.client_secret === null),
  ...pagesUnder('/embed/:key', (session, key) => session.client_secret === key),
];

function pagesUnder(path: string, isMeant: (session: SessionRecord, key: string) => boolean): PageRoute[] {
  const withSession =
    (answer: Answer) =>
    (world: World, call: PageCall): Page => {
      const key = call.path('key');
      const session = world.store.in(sessions).get(key.replace(/_secret_.*$/, ''));
      if (!session || !isMeant(session, key)) return errorPage(404, 'There is no such checkout session.');
      return answer(world, session, call);
    };
  return [
    { method: 'GET', path, handle: withSession(showCheckout) },
    { method: 'POST', path, handle: withSession(pay) },
    { method: 'GET', path: `${path}/authenticate`, handle: withSession(showAuthentication) },
    { method: 'POST', path: `${path}/authenticate`, handle: withSession(authenticate) },
    { method: 'POST', path: `${path}/settle`, handle: withSession(settle) },
  ];
}
