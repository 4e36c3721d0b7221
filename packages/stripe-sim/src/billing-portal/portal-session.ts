import type Stripe from 'stripe';
import { findCustomer } from '../customers/customer.ts';
import { emit } from '../events/emit.ts';
import { invalidRequest } from '../http/api-error.ts';
import type { Params } from '../http/params.ts';
import { safeUrl } from '../pages/html.ts';
import { defineCollection } from '../store/collection-key.ts';
import { makeId } from '../world/make-id.ts';
import type { WithIds } from '../world/references.ts';
import type { World } from '../world/world.ts';

/** Stripe ends a visit an hour after its last step; here an hour after its first. */
const lifeSeconds = 60 * 60;

/** Stored without its address, which depends on where the simulator listens. Its id is the secret in the address. */
export type PortalSessionRecord = Omit<WithIds<Stripe.BillingPortal.Session, 'configuration'>, 'url'>;

export const portalSessions = defineCollection<PortalSessionRecord>('portal_sessions');

/** Reads the body of `POST /v1/billing_portal/sessions`. */
export function createPortalSession(world: World, params: Params): Stripe.BillingPortal.Session {
  const customer = findCustomer(world, params.requiredString('customer'), 'customer');
  const returnUrl = params.string('return_url');
  if (returnUrl !== null && safeUrl(returnUrl) === null) {
    throw invalidRequest('Not a valid URL', { code: 'url_invalid', param: 'return_url' });
  }
  params.ignore('after_expiration', 'flow_data', 'locale');
  const session = world.store.in(portalSessions).put({
    id: makeId('bps'),
    object: 'billing_portal.session',
    configuration: params.string('configuration') ?? 'bpc_simulator',
    created: world.clock.now(),
    customer: customer.id,
    customer_account: null,
    flow: null,
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: returnUrl,
  });
  const presented: Stripe.BillingPortal.Session = { ...session, url: `${world.url}${portalPath(session)}` };
  emit(world, 'billing_portal.session.created', presented);
  return presented;
}

export function portalPath({ id }: Pick<PortalSessionRecord, 'id'>): string {
  return `/portal/${id}`;
}

export function hasExpired(world: World, { created }: PortalSessionRecord): boolean {
  return created + lifeSeconds <= world.clock.now();
}
