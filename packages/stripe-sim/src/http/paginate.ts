import type Stripe from 'stripe';
import { invalidRequest, noSuch } from './api-error.ts';
import type { ApiCall } from './route.ts';

/** Stripe's own page sizes: https://docs.stripe.com/api/pagination */
const defaultLimit = 10;
const greatestLimit = 100;

interface Listed {
  readonly id: string;
  readonly created?: number;
}

/** One page of `items`, which come newest first, cut by `limit`, `starting_after`, `ending_before` and `created`. */
export function paginate<T extends Listed>(call: ApiCall, items: readonly T[]): Stripe.ApiList<T> {
  const { params, url } = call;
  const limit = params.integer('limit', 1, greatestLimit) ?? defaultLimit;
  const after = params.string('starting_after');
  const before = params.string('ending_before');
  if (after !== null && before !== null) {
    throw invalidRequest('You may only specify one of these parameters: ending_before, starting_after.');
  }
  const inside = items.filter(createdFilter(call));
  const indexOf = (id: string, param: string): number => {
    const index = inside.findIndex((item) => item.id === id);
    if (index < 0) throw noSuch('object', id, param);
    return index;
  };
  if (before !== null) {
    const end = indexOf(before, 'ending_before');
    const start = Math.max(0, end - limit);
    return { object: 'list', data: inside.slice(start, end), has_more: start > 0, url };
  }
  const start = after === null ? 0 : indexOf(after, 'starting_after') + 1;
  return { object: 'list', data: inside.slice(start, start + limit), has_more: start + limit < inside.length, url };
}

/** A list inside of an object, never cut. */
export function wholeList<T>(data: T[], url: string): Stripe.ApiList<T> {
  return { object: 'list', data, has_more: false, url };
}

function createdFilter({ params }: ApiCall): (item: Listed) => boolean {
  const { gt, gte, lt, lte } = params.range('created');
  return ({ created = 0 }) =>
    (gt === null || created > gt) &&
    (gte === null || created >= gte) &&
    (lt === null || created < lt) &&
    (lte === null || created <= lte);
}
