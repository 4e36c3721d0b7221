import type { PageCall, PageRoute } from '../http/route.ts';
import { errorPage } from '../pages/error-page.ts';
import { onboardingPage } from '../pages/onboarding-page.ts';
import type { Page } from '../pages/page.ts';
import { defineCollection } from '../store/collection-key.ts';
import { makeId } from '../world/make-id.ts';
import type { World } from '../world/world.ts';
import { type AccountRecord, accounts } from './account.ts';
import { accountLinks } from './account-link.ts';
import { onboardAccount, onboardingOutcomes } from './onboard-account.ts';
import { presentAccount } from './present-account.ts';

/** A visit that a link was exchanged for: the link is used up, but the page may be reloaded. */
interface OnboardingVisit {
  readonly id: string;
  readonly account: string;
  readonly returnUrl: string;
  readonly isOver: boolean;
}

const visits = defineCollection<OnboardingVisit>('onboarding_visits');

/** Where a link leads: to a visit the first time, and to the platform for a new link ever after. */
const openLink: PageRoute = {
  method: 'GET',
  path: '/connect/:link',
  handle(world, { path }) {
    const link = world.store.in(accountLinks).get(path('link'));
    if (!link) return errorPage(404, 'There is no such link.');
    const isFresh = !link.isUsed && world.clock.now() < link.expiresAt;
    if (!isFresh || !world.store.in(accounts).get(link.account)?.isConnected) return { redirect: link.refreshUrl };
    world.store.in(accountLinks).put({ ...link, isUsed: true });
    const { account, returnUrl } = link;
    const visit = world.store.in(visits).put({ id: makeId('', 22).slice(1), account, returnUrl, isOver: false });
    return { redirect: `/onboarding/${visit.id}` };
  },
};

export const onboardingPages: readonly PageRoute[] = [
  openLink,
  {
    method: 'GET',
    path: '/onboarding/:visit',
    handle: onVisit((world, visit, account) =>
      onboardingPage(world, { action: `/onboarding/${visit.id}`, account: presentAccount(account) }),
    ),
  },
  {
    method: 'POST',
    path: '/onboarding/:visit',
    handle: onVisit((world, visit, account, { form }) => {
      onboardAccount(world, account, form.choice('outcome', onboardingOutcomes) ?? 'unfinished');
      world.store.in(visits).put({ ...visit, isOver: true });
      return { redirect: visit.returnUrl };
    }),
  },
];

function onVisit(
  answer: (world: World, visit: OnboardingVisit, account: AccountRecord, call: PageCall) => Page,
): PageRoute['handle'] {
  return (world, call) => {
    const visit = world.store.in(visits).get(call.path('visit'));
    const account = visit && world.store.in(accounts).get(visit.account);
    if (!visit || !account) return errorPage(404, 'There is no such onboarding.');
    if (visit.isOver || account.rejected !== null) return { redirect: visit.returnUrl };
    return answer(world, visit, account, call);
  };
}
