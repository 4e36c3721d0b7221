import { emit } from '../events/emit.ts';
import { paginate } from '../http/paginate.ts';
import type { ApiRoute } from '../http/route.ts';
import type { Feature } from '../world/feature.ts';
import { defineKind } from '../world/kind.ts';
import { createPrice, findPrice, namePrice, presentPrice, prices } from './price.ts';
import { createProduct, findProduct, products } from './product.ts';

const routes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/v1/products',
    handle(world, { params }) {
      const product = createProduct(world, params);
      emit(world, 'product.created', product);
      return product;
    },
  },
  {
    method: 'GET',
    path: '/v1/products',
    handle: (world, call) => paginate(call, world.store.in(products).newestFirst()),
  },
  { method: 'GET', path: '/v1/products/:id', handle: (world, call) => findProduct(world, call.path('id')) },
  {
    method: 'POST',
    path: '/v1/prices',
    handle(world, { params }) {
      const price = presentPrice(namePrice(world, createPrice(world, params, params.child('product_data')), params));
      emit(world, 'price.created', price);
      return price;
    },
  },
  {
    method: 'GET',
    path: '/v1/prices',
    handle(world, call) {
      const product = call.params.string('product');
      const [type, active] = [call.params.choice('type', ['one_time', 'recurring']), call.params.boolean('active')];
      const keys = call.params.strings('lookup_keys');
      const matching = world.store
        .in(prices)
        .newestFirst()
        .filter((price) => product === null || price.product === product)
        .filter((price) => type === null || price.type === type)
        .filter((price) => active === null || price.active === active)
        .filter((price) => keys.length === 0 || (price.lookup_key !== null && keys.includes(price.lookup_key)));
      const page = paginate(call, matching);
      return { ...page, data: page.data.map(presentPrice) };
    },
  },
  { method: 'GET', path: '/v1/prices/:id', handle: (world, call) => presentPrice(findPrice(world, call.path('id'))) },
];

export const catalogFeature: Feature = {
  kinds: [
    defineKind({ object: 'product', collection: products }),
    defineKind({ object: 'price', collection: prices, present: (_world, price) => presentPrice(price) }),
  ],
  api: routes,
};
