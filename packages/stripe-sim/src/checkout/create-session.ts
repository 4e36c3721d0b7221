import type Stripe from 'stripe';
import { greatestAmount } from '../catalog/price.ts';
import { findCustomer } from '../customers/customer.ts';
import { invalidRequest } from '../http/api-error.ts';
import { mergeMetadata, type Params } from '../http/params.ts';
import { makeId } from '../world/make-id.ts';
import type { World } from '../world/world.ts';
import { readLineItems } from './line-item.ts';
import { readReturn } from './read-return.ts';
import { checkouts, type SessionRecord, sessions } from './session.ts';

/** Stripe's bounds and default for a session's life: https://docs.stripe.com/api/checkout/sessions/create */
const life = { leastSeconds: 30 * 60, defaultSeconds: 24 * 60 * 60, greatestSeconds: 24 * 60 * 60 };

/** Parameters that Stripe takes and that change nothing in a simulation. */
const withoutEffect = [
  'adaptive_pricing',
  'allow_promotion_codes',
  'allowed_payment_method_types',
  'automatic_tax',
  'billing_address_collection',
  'consent_collection',
  'custom_text',
  'customer_update',
  'excluded_payment_method_types',
  'integration_identifier',
  'invoice_creation',
  'locale',
  'name_collection',
  'origin_context',
  'payment_method_collection',
  'payment_method_configuration',
  'payment_method_options',
  'phone_number_collection',
  'saved_payment_method_options',
  'submit_type',
  'tax_id_collection',
  'wallet_options',
];

/** Reads the body of `POST /v1/checkout/sessions` and opens the session. */
export function createSession(world: World, params: Params): SessionRecord {
  const modeName = params.requiredString('mode');
  const mode = world.checkoutModes.find((candidate) => candidate.mode === modeName);
  if (!mode) throw invalidRequest(`The simulator does not do mode=${modeName}.`, { param: 'mode' });
  params.ignore(...withoutEffect);
  const lineItems = readLineItems(world, params);
  const total = lineItems.reduce((sum, item) => sum + item.amount_total, 0);
  if (total > greatestAmount) {
    throw invalidRequest(`The total amount must be no more than ${greatestAmount}.`, { code: 'amount_too_large' });
  }
  const draft = sessionOf(world, params, modeName, total, lineItems[0]?.currency ?? 'usd');
  world.store.in(checkouts).put({ id: draft.id, lineItems, intent: null });
  return world.store.in(sessions).put(mode.open(world, draft, params));
}

function sessionOf(world: World, params: Params, mode: string, total: number, currency: string): SessionRecord {
  const id = makeId('cs_test', 58);
  const created = world.clock.now();
  const back = readReturn(params, id);
  const who = readCustomer(world, params);
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: null,
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: null,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    branding_settings: readBranding(world, params),
    client_reference_id: readReference(params),
    collected_information: null,
    consent: null,
    consent_collection: null,
    created,
    currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer_account: null,
    discounts: [],
    expires_at: readExpiry(params, created),
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: null,
    managed_payments: null,
    metadata: mergeMetadata({}, params.metadata()),
    mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card', 'us_bank_account'],
    payment_status: 'unpaid',
    permissions: null,
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: null,
    subscription: null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    url: null,
    wallet_options: null,
    ...who,
    ...back,
  } satisfies Stripe.Checkout.Session;
}

function readExpiry(params: Params, created: number): number {
  const expiresAt = params.integer('expires_at') ?? created + life.defaultSeconds;
  if (expiresAt < created + life.leastSeconds) {
    throw invalidRequest('The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.', {
      param: 'expires_at',
    });
  }
  if (expiresAt > created + life.greatestSeconds) {
    throw invalidRequest('The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.', {
      param: 'expires_at',
    });
  }
  return expiresAt;
}

function readReference(params: Params): string | null {
  const reference = params.string('client_reference_id');
  if (reference !== null && reference.length > 200) {
    throw invalidRequest('client_reference_id can be up to 200 characters long.', { param: 'client_reference_id' });
  }
  return reference;
}

function readCustomer(
  world: World,
  params: Params,
): Pick<SessionRecord, 'customer' | 'customer_creation' | 'customer_details' | 'customer_email'> {
  const id = params.string('customer');
  const email = params.string('customer_email');
  const creation = params.choice('customer_creation', ['always', 'if_required']);
  if (id !== null && (email !== null || creation !== null)) {
    const other = email === null ? 'customer_creation' : 'customer_email';
    throw invalidRequest(`You may only specify one of these parameters: customer, ${other}.`, { param: other });
  }
  const customer = id === null ? null : findCustomer(world, id, 'customer');
  const known = customer?.email ?? email;
  return {
    customer: id,
    customer_creation: id === null ? (creation ?? 'if_required') : null,
    customer_email: email,
    customer_details: known === null ? null : payerDetails(known, customer?.name ?? null),
  };
}

/** Who pays, as far as it is known. */
export function payerDetails(email: string | null, name: string | null): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: null,
    business_name: null,
    email,
    individual_name: name,
    name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  };
}

function readBranding(world: World, params: Params): Stripe.Checkout.Session.BrandingSettings {
  const branding = params.child('branding_settings');
  branding?.ignore('background_color', 'border_style', 'button_color', 'font_family', 'icon', 'logo');
  return {
    background_color: '#ffffff',
    border_style: 'rounded',
    button_color: '#0e6e66',
    display_name: branding?.string('display_name') ?? world.businessName,
    font_family: 'default',
    icon: null,
    logo: null,
  };
}
