import type Stripe from 'stripe';
import { emit } from '../events/emit.ts';
import { noSuch } from '../http/api-error.ts';
import { defineCollection } from '../store/collection-key.ts';
import { makeId } from '../world/make-id.ts';
import type { WithIds } from '../world/references.ts';
import type { World } from '../world/world.ts';

export type CustomerRecord = Omit<Stripe.Customer, 'default_source' | 'invoice_settings'> & {
  default_source: null;
  invoice_settings: WithIds<Stripe.Customer.InvoiceSettings, 'default_payment_method'>;
};

export const customers = defineCollection<CustomerRecord>('customers');

interface CustomerDetails {
  readonly email: string | null;
  readonly name: string | null;
  readonly phone?: string | null;
  readonly description?: string | null;
  readonly metadata?: Record<string, string>;
}

export function createCustomer(world: World, details: CustomerDetails): CustomerRecord {
  const customer: CustomerRecord = {
    id: makeId('cus', 14),
    object: 'customer',
    address: null,
    balance: 0,
    created: world.clock.now(),
    currency: null,
    default_source: null,
    delinquent: false,
    description: details.description ?? null,
    discount: null,
    email: details.email,
    invoice_prefix: makeId('', 8).slice(1).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: details.metadata ?? {},
    name: details.name,
    next_invoice_sequence: 1,
    phone: details.phone ?? null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  } satisfies Stripe.Customer;
  world.store.in(customers).put(customer);
  emit(world, 'customer.created', customer);
  return customer;
}

/** @throws {ApiError} `resource_missing`; 400 when the id came as a parameter, 404 when it came in the path. */
export function findCustomer(world: World, id: string, param?: string): CustomerRecord {
  const customer = world.store.in(customers).get(id);
  if (!customer) throw noSuch('customer', id, param);
  return customer;
}

/** Chooses the payment method that this customer's invoices are charged to. */
export function setDefaultMethod(world: World, before: CustomerRecord, method: string): CustomerRecord {
  const { invoice_settings } = before;
  const after = world.store.in(customers).put({
    ...before,
    invoice_settings: { ...invoice_settings, default_payment_method: method },
  });
  emit(world, 'customer.updated', after, { invoice_settings });
  return after;
}
