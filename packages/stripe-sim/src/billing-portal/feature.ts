import type { Feature } from '../world/feature.ts';
import { portalPages } from './portal-pages.ts';
import { createPortalSession } from './portal-session.ts';

/** The billing portal: an address that opens it for one customer, and its page. */
export const billingPortalFeature: Feature = {
  api: [
    {
      method: 'POST',
      path: '/v1/billing_portal/sessions',
      handle: (world, { params }) => createPortalSession(world, params),
    },
  ],
  pages: portalPages,
};
