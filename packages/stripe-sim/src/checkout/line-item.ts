import type Stripe from 'stripe';
import { createPrice, findPrice, presentPrice } from '../catalog/price.ts';
import { findProduct } from '../catalog/product.ts';
import { invalidRequest } from '../http/api-error.ts';
import type { Params } from '../http/params.ts';
import { makeId } from '../world/make-id.ts';
import type { World } from '../world/world.ts';

/** Stored with its price's id; the price itself is put in for each answer. */
export type LineItemRecord = Omit<Stripe.LineItem, 'price'> & {
  readonly price: string;
  readonly quantity: number;
  readonly description: string;
};

/** Stripe's limit for a session. */
const greatestNumber = 100;

/**
 * Reads `line_items`: each names a price or describes one inline, `quantity` times.
 * @throws {ApiError} 400 when there are none, too many, or their currencies differ.
 */
export function readLineItems(world: World, params: Params): LineItemRecord[] {
  const items = params.list('line_items').map((item) => readLineItem(world, item));
  if (items.length === 0) {
    throw invalidRequest('Missing required param: line_items.', { code: 'parameter_missing', param: 'line_items' });
  }
  if (items.length > greatestNumber) {
    throw invalidRequest(`A session can have up to ${greatestNumber} line items.`, { param: 'line_items' });
  }
  if (new Set(items.map((item) => item.currency)).size > 1) {
    throw invalidRequest('All line items of a session must have the same currency.', { param: 'line_items' });
  }
  return items;
}

function readLineItem(world: World, params: Params): LineItemRecord {
  const data = params.child('price_data');
  const price = data
    ? createPrice(world, data, data.child('product_data'))
    : findPrice(world, params.requiredString('price'), params.name('price'));
  const quantity = params.requiredInteger('quantity', 1, 999_999);
  const amount = price.unit_amount * quantity;
  return {
    id: makeId('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description: findProduct(world, price.product).name,
    metadata: {},
    price: price.id,
    quantity,
  };
}

export function presentLineItem(world: World, item: LineItemRecord): Stripe.LineItem {
  return { ...item, price: presentPrice(findPrice(world, item.price)) } satisfies Stripe.LineItem;
}
