import type Stripe from 'stripe';
import { emit } from '../events/emit.ts';
import { paginate } from '../http/paginate.ts';
import { mergeMetadata, type Params } from '../http/params.ts';
import type { ApiRoute } from '../http/route.ts';
import { findPaymentMethod, listPaymentMethods } from '../payment-methods/payment-method.ts';
import { endSubscriptionsOf } from '../subscriptions/end-subscription.ts';
import type { Feature } from '../world/feature.ts';
import { defineKind } from '../world/kind.ts';
import type { World } from '../world/world.ts';
import { type CustomerRecord, createCustomer, customers, findCustomer } from './customer.ts';

const routes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/v1/customers',
    handle: (world, { params }) =>
      createCustomer(world, {
        email: params.string('email'),
        name: params.string('name'),
        phone: params.string('phone'),
        description: params.string('description'),
        metadata: mergeMetadata({}, params.metadata()),
      }),
  },
  {
    method: 'GET',
    path: '/v1/customers',
    handle(world, call) {
      const email = call.params.string('email');
      const all = world.store.in(customers).newestFirst();
      return paginate(
        call,
        all.filter((customer) => email === null || customer.email === email),
      );
    },
  },
  { method: 'GET', path: '/v1/customers/:id', handle: (world, call) => findCustomer(world, call.path('id')) },
  {
    method: 'POST',
    path: '/v1/customers/:id',
    handle: (world, { params, path }) => updateCustomer(world, findCustomer(world, path('id')), params),
  },
  {
    method: 'DELETE',
    path: '/v1/customers/:id',
    handle(world, call) {
      const customer = findCustomer(world, call.path('id'));
      endSubscriptionsOf(world, customer.id);
      world.store.in(customers).delete(customer.id);
      emit(world, 'customer.deleted', customer);
      return { id: customer.id, object: 'customer', deleted: true } satisfies Stripe.DeletedCustomer;
    },
  },
  {
    method: 'GET',
    path: '/v1/customers/:id/payment_methods',
    handle(world, call) {
      const customer = findCustomer(world, call.path('id'));
      return paginate(call, listPaymentMethods(world, customer.id, call.params.string('type')));
    },
  },
];

export const customersFeature: Feature = {
  kinds: [defineKind({ object: 'customer', collection: customers })],
  api: routes,
};

function updateCustomer(world: World, before: CustomerRecord, params: Params): CustomerRecord {
  const text = (name: 'email' | 'name' | 'phone' | 'description'): string | null =>
    params.has(name) ? params.string(name) : (before[name] ?? null);
  const defaultMethod = params.child('invoice_settings')?.string('default_payment_method') ?? null;
  if (defaultMethod !== null) findPaymentMethod(world, defaultMethod, 'invoice_settings[default_payment_method]');
  const after: CustomerRecord = {
    ...before,
    email: text('email'),
    name: text('name'),
    phone: text('phone'),
    description: text('description'),
    metadata: mergeMetadata(before.metadata, params.metadata()),
    invoice_settings: {
      ...before.invoice_settings,
      default_payment_method: defaultMethod ?? before.invoice_settings.default_payment_method,
    },
  };
  world.store.in(customers).put(after);
  emit(world, 'customer.updated', after);
  return after;
}
