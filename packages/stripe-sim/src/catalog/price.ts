import Stripe from 'stripe';
import { noSuch } from '../http/api-error.ts';
import { mergeMetadata, type Params } from '../http/params.ts';
import { readCurrency } from '../http/read-currency.ts';
import { defineCollection } from '../store/collection-key.ts';
import { makeId } from '../world/make-id.ts';
import type { WithIds } from '../world/references.ts';
import type { World } from '../world/world.ts';
import { createProduct, findProduct } from './product.ts';

/** Stored without `unit_amount_decimal`: the official client's Decimal is made from `unit_amount` for each answer. */
export type PriceRecord = Omit<WithIds<Stripe.Price, 'product'>, 'unit_amount_decimal' | 'unit_amount' | 'product'> & {
  readonly unit_amount: number;
  readonly product: string;
};

export const prices = defineCollection<PriceRecord>('prices');

/** Stripe's greatest amount, eight digits: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
export const greatestAmount = 99_999_999;

/** Reads `price_data` or the body of `POST /v1/prices`, which name a product or describe one inline. */
export function createPrice(world: World, params: Params, inlineProduct: Params | null): PriceRecord {
  const product =
    inlineProduct === null
      ? findProduct(world, params.requiredString('product'), params.name('product'))
      : createProduct(world, inlineProduct);
  const recurring = params.child('recurring');
  params.ignore('tax_behavior');
  return world.store.in(prices).put({
    id: makeId('price'),
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created: world.clock.now(),
    currency: readCurrency(params),
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: product.id,
    recurring: recurring && {
      interval: recurring.choice('interval', ['day', 'week', 'month', 'year']) ?? 'month',
      interval_count: recurring.integer('interval_count', 1) ?? 1,
      meter: null,
      trial_period_days: null,
      usage_type: 'licensed',
    },
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: recurring ? 'recurring' : 'one_time',
    unit_amount: params.requiredInteger('unit_amount', 0, greatestAmount),
  });
}

export function presentPrice(record: PriceRecord): Stripe.Price {
  return { ...record, unit_amount_decimal: Stripe.Decimal.from(String(record.unit_amount)) } satisfies Stripe.Price;
}

/** @throws {ApiError} `resource_missing` */
export function findPrice(world: World, id: string, param?: string): PriceRecord {
  const price = world.store.in(prices).get(id);
  if (!price) throw noSuch('price', id, param);
  return price;
}

/** The fields that only a price with a life of its own has. */
export function namePrice(world: World, price: PriceRecord, params: Params): PriceRecord {
  return world.store.in(prices).put({
    ...price,
    lookup_key: params.string('lookup_key'),
    nickname: params.string('nickname'),
    metadata: mergeMetadata({}, params.metadata()),
  });
}
