import { paginate } from '../http/paginate.ts';
import type { ApiRoute } from '../http/route.ts';
import type { Feature } from '../world/feature.ts';
import { defineKind } from '../world/kind.ts';
import { accounts, changeAccount, checkAccess } from './account.ts';
import { accountControl } from './account-controls.ts';
import { createAccountLink } from './account-link.ts';
import { onboardingPages } from './onboarding-pages.ts';
import { presentAccount } from './present-account.ts';
import { readAccount, readAccountChange } from './read-account.ts';

const routes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/v1/accounts',
    handle: (world, { params }) => presentAccount(world.store.in(accounts).put(readAccount(world, params))),
  },
  {
    method: 'GET',
    path: '/v1/accounts',
    handle(world, call) {
      const all = world.store.in(accounts).newestFirst();
      const page = paginate(
        call,
        all.filter((account) => account.isConnected),
      );
      return { ...page, data: page.data.map(presentAccount) };
    },
  },
  {
    method: 'GET',
    path: '/v1/accounts/:id',
    handle: (world, { path }) => presentAccount(checkAccess(world, path('id'))),
  },
  {
    method: 'POST',
    path: '/v1/accounts/:id',
    handle(world, { params, path }) {
      const account = checkAccess(world, path('id'));
      return presentAccount(changeAccount(world, account, readAccountChange(account, params)));
    },
  },
  {
    method: 'POST',
    path: '/v1/accounts/:id/reject',
    handle(world, { params, path }) {
      params.requiredString('reason');
      const rejected = params.choice('reason', ['fraud', 'terms_of_service', 'other']);
      return presentAccount(changeAccount(world, checkAccess(world, path('id')), { rejected }));
    },
  },
  { method: 'POST', path: '/v1/account_links', handle: (world, { params }) => createAccountLink(world, params) },
];

/** Connected accounts: made by the platform, filled in by their owner on the onboarding page, judged by the controls. */
export const accountsFeature: Feature = {
  kinds: [
    defineKind({ object: 'account', collection: accounts, present: (_world, account) => presentAccount(account) }),
  ],
  api: routes,
  pages: onboardingPages,
  controls: [accountControl],
};
