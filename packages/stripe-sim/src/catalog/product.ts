import type Stripe from 'stripe';
import { noSuch } from '../http/api-error.ts';
import { mergeMetadata, type Params } from '../http/params.ts';
import { defineCollection } from '../store/collection-key.ts';
import { makeId } from '../world/make-id.ts';
import type { WithIds } from '../world/references.ts';
import type { World } from '../world/world.ts';

export type ProductRecord = WithIds<Stripe.Product, 'default_price' | 'tax_code'>;

export const products = defineCollection<ProductRecord>('products');

/** Reads `product_data` or the body of `POST /v1/products`. */
export function createProduct(world: World, params: Params): ProductRecord {
  const created = world.clock.now();
  params.ignore('tax_code');
  const product: ProductRecord = {
    id: makeId('prod', 14),
    object: 'product',
    active: true,
    created,
    default_price: null,
    description: params.string('description'),
    images: params.strings('images'),
    livemode: false,
    marketing_features: [],
    metadata: mergeMetadata({}, params.metadata()),
    name: params.requiredString('name'),
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: created,
    url: null,
  } satisfies Stripe.Product;
  return world.store.in(products).put(product);
}

/** @throws {ApiError} `resource_missing` */
export function findProduct(world: World, id: string, param?: string): ProductRecord {
  const product = world.store.in(products).get(id);
  if (!product) throw noSuch('product', id, param);
  return product;
}
