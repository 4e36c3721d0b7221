import { findCustomer } from '../customers/customer.ts';
import { emit } from '../events/emit.ts';
import { invalidRequest } from '../http/api-error.ts';
import { ControlError, readChoice } from '../http/control-error.ts';
import { paginate } from '../http/paginate.ts';
import type { ApiRoute } from '../http/route.ts';
import type { Feature } from '../world/feature.ts';
import { defineKind } from '../world/kind.ts';
import { behaviourNames } from './card-behaviour.ts';
import {
  attachPaymentMethod,
  findPaymentMethod,
  listPaymentMethods,
  paymentMethods,
  setBehaviour,
  usePaymentMethod,
} from './payment-method.ts';

const routes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/v1/payment_methods',
    handle(world, call) {
      const customer = findCustomer(world, call.params.requiredString('customer'), 'customer');
      return paginate(call, listPaymentMethods(world, customer.id, call.params.string('type')));
    },
  },
  {
    method: 'GET',
    path: '/v1/payment_methods/:id',
    handle: (world, call) => findPaymentMethod(world, call.path('id')),
  },
  {
    method: 'POST',
    path: '/v1/payment_methods/:id/attach',
    handle(world, { params, path }) {
      const customer = findCustomer(world, params.requiredString('customer'), 'customer');
      return attachPaymentMethod(world, usePaymentMethod(world, path('id')), customer.id);
    },
  },
  {
    method: 'POST',
    path: '/v1/payment_methods/:id/detach',
    handle(world, call) {
      const method = findPaymentMethod(world, call.path('id'));
      if (method.customer === null) {
        throw invalidRequest(
          'The payment method you provided is not attached to a customer so detachment is impossible.',
        );
      }
      const detached = world.store.in(paymentMethods).put({ ...method, customer: null });
      emit(world, 'payment_method.detached', detached, { customer: method.customer });
      return detached;
    },
  },
];

export const paymentMethodsFeature: Feature = {
  kinds: [defineKind({ object: 'payment_method', collection: paymentMethods })],
  api: routes,
  controls: [
    {
      method: 'POST',
      path: '/_sim/payment_methods/:id',
      handle(world, { path, body }) {
        const method = world.store.in(paymentMethods).get(path('id'));
        if (!method) throw new ControlError(`There is no payment method ${path('id')}`, 404);
        const behaviour = readChoice(body, 'behaviour', behaviourNames);
        setBehaviour(world, method.id, behaviour);
        return { id: method.id, behaviour };
      },
    },
  ],
};
