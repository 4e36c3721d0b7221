import { customers } from '../customers/customer.ts';
import type { PageCall, PageRoute } from '../http/route.ts';
import { errorPage } from '../pages/error-page.ts';
import { messagePage } from '../pages/message-page.ts';
import type { Page } from '../pages/page.ts';
import { portalPage } from '../pages/portal-page.ts';
import { changeSubscription, isRunning, subscriptions } from '../subscriptions/subscription.ts';
import { cancelAtPeriodEnd } from '../subscriptions/update-subscription.ts';
import type { World } from '../world/world.ts';
import { describePortal } from './describe-portal.ts';
import { hasExpired, type PortalSessionRecord, portalPath, portalSessions } from './portal-session.ts';
import { replaceCard } from './replace-card.ts';

/** What the buttons of the portal do. */
export const portalActions = ['card_works', 'card_fails', 'cancel', 'resume'] as const;

export const portalPages: readonly PageRoute[] = [
  {
    method: 'GET',
    path: '/portal/:id',
    handle: onSession((world, session) => portalPage(describePortal(world, session))),
  },
  {
    method: 'POST',
    path: '/portal/:id',
    handle: onSession((world, session, { form }) => {
      const action = form.choice('action', portalActions);
      if (action === 'card_works') replaceCard(world, session.customer, 'pm_card_visa');
      if (action === 'card_fails') replaceCard(world, session.customer, 'pm_card_chargeCustomerFail');
      if (action === 'cancel' || action === 'resume') {
        setEnd(world, session, form.requiredString('subscription'), action === 'cancel');
      }
      return { redirect: portalPath(session) };
    }),
  },
];

/** Another customer's subscription is left alone, whatever the form says. */
function setEnd(world: World, session: PortalSessionRecord, id: string, cancels: boolean): void {
  const subscription = world.store.in(subscriptions).get(id);
  if (subscription?.customer !== session.customer || !isRunning(subscription)) return;
  changeSubscription(world, subscription, cancelAtPeriodEnd(world, subscription, cancels));
}

function onSession(answer: (world: World, session: PortalSessionRecord, call: PageCall) => Page): PageRoute['handle'] {
  return (world, call) => {
    const session = world.store.in(portalSessions).get(call.path('id'));
    if (!session || !world.store.in(customers).get(session.customer)) {
      return errorPage(404, 'There is no such billing portal session.');
    }
    if (!hasExpired(world, session)) return answer(world, session, call);
    return messagePage({
      tone: 'bad',
      title: 'This session has expired',
      text: `Open the billing portal again from ${world.businessName}.`,
      link: session.return_url === null ? null : { url: session.return_url, label: `Return to ${world.businessName}` },
      framed: false,
    });
  };
}
