import type Stripe from 'stripe';
import { invalidRequest } from '../http/api-error.ts';
import { mergeMetadata, type Params } from '../http/params.ts';
import { makeId } from '../world/make-id.ts';
import type { World } from '../world/world.ts';
import { type AccountRecord, capabilityNames } from './account.ts';
import { requirementsOfStranger } from './onboard-account.ts';

const businessTypes = ['company', 'government_entity', 'individual', 'non_profit'] as const;

/** Reads the body of `POST /v1/accounts`. Stripe knows nobody at first, so everything is due. */
export function readAccount(world: World, params: Params): AccountRecord {
  const { controller, type } = readController(params);
  const currency = params.string('default_currency') ?? 'usd';
  const country = params.string('country') ?? 'US';
  if (!/^[A-Z]{2}$/.test(country)) throw invalidRequest(`Country '${country}' is unknown.`, { param: 'country' });
  const fresh: AccountRecord = {
    id: makeId('acct', 16),
    created: world.clock.now(),
    country,
    currency: currency.toLowerCase(),
    email: null,
    businessType: null,
    businessProfile: {
      mcc: null,
      minority_owned_business_designation: null,
      name: null,
      product_description: null,
      specified_commercial_transactions_act_url: null,
      support_address: null,
      support_email: null,
      support_phone: null,
      support_url: null,
      url: null,
    },
    controller,
    type,
    requested: [],
    metadata: {},
    payoutInterval: 'daily',
    detailsSubmitted: false,
    due: requirementsOfStranger,
    errors: [],
    rejected: null,
    payoutsHeld: false,
    chargesHeld: false,
    bankAccount: null,
    isConnected: true,
  };
  return { ...fresh, ...readAccountChange(fresh, params) };
}

/** Reads what creating and updating have in common. */
export function readAccountChange(before: AccountRecord, params: Params): Partial<AccountRecord> {
  params.ignore('company', 'individual', 'tos_acceptance', 'groups');
  return {
    email: params.has('email') ? params.string('email') : before.email,
    businessType: params.choice('business_type', businessTypes) ?? before.businessType,
    businessProfile: readBusinessProfile(before.businessProfile, params.child('business_profile')),
    requested: readCapabilities(before.requested, params.child('capabilities')),
    metadata: mergeMetadata(before.metadata, params.metadata()),
    payoutInterval: readPayoutInterval(params) ?? before.payoutInterval,
  };
}

/**
 * Reads who pays, who answers for losses, who asks for requirements, and which dashboard there is; or one of the old
 * types, which stand for such a choice.
 */
function readController(params: Params): Pick<AccountRecord, 'controller' | 'type'> {
  const type = params.choice('type', ['custom', 'express', 'standard']);
  const given = params.child('controller');
  if (type !== null && given !== null) {
    throw invalidRequest('You may only specify one of these parameters: type, controller.', { param: 'type' });
  }
  const isStandard = given === null && (type ?? 'standard') === 'standard';
  const controller = {
    fees: {
      payer:
        given?.child('fees')?.choice('payer', ['account', 'application']) ?? (isStandard ? 'account' : 'application'),
    },
    is_controller: true,
    losses: {
      payments:
        given?.child('losses')?.choice('payments', ['application', 'stripe']) ??
        (isStandard ? 'stripe' : 'application'),
    },
    requirement_collection:
      given?.choice('requirement_collection', ['application', 'stripe']) ??
      (type === 'custom' ? 'application' : 'stripe'),
    stripe_dashboard: {
      type:
        given?.child('stripe_dashboard')?.choice('type', ['express', 'full', 'none']) ??
        (type === 'express' ? 'express' : type === 'custom' ? 'none' : 'full'),
    },
    type: 'application',
  } as const satisfies Stripe.Account.Controller;
  if (controller.requirement_collection === 'application' && controller.stripe_dashboard.type !== 'none') {
    throw invalidRequest(
      'When `controller[requirement_collection]=application`, `controller[stripe_dashboard][type]` must be `none`.',
      { param: 'controller[stripe_dashboard][type]' },
    );
  }
  return { controller, type: given === null ? (type ?? 'standard') : 'none' };
}

function readBusinessProfile(
  before: Stripe.Account.BusinessProfile,
  params: Params | null,
): Stripe.Account.BusinessProfile {
  if (params === null) return before;
  const names = ['mcc', 'name', 'product_description', 'support_email', 'support_phone', 'support_url', 'url'] as const;
  const sent = names.filter((name) => params.has(name)).map((name) => [name, params.string(name)]);
  return { ...before, ...Object.fromEntries(sent) };
}

function readCapabilities(before: AccountRecord['requested'], params: Params | null): AccountRecord['requested'] {
  return capabilityNames.filter((name) => params?.child(name)?.boolean('requested') ?? before.includes(name));
}

function readPayoutInterval(params: Params): AccountRecord['payoutInterval'] | null {
  const payouts = params.child('settings')?.child('payouts');
  payouts?.ignore('debit_negative_balances', 'statement_descriptor');
  const schedule = payouts?.child('schedule');
  schedule?.ignore('delay_days');
  return schedule?.choice('interval', ['daily', 'manual']) ?? null;
}
