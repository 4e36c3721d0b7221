import type { Page } from '../pages/page.ts';
import type { World } from '../world/world.ts';
import type { ApiError } from './api-error.ts';
import type { Params } from './params.ts';

type Method = 'GET' | 'POST' | 'DELETE';

export interface ApiCall {
  readonly params: Params;
  /** The named part of the path, such as the id in `/v1/charges/:id`. */
  path(name: string): string;
  /** The path without its query, which lists answer as their `url`. */
  readonly url: string;
  /** The connected account that `Stripe-Account` names, or null for the platform. */
  readonly account: string | null;
}

/** A route of Stripe's API. Its handler is synchronous and runs inside one transaction. */
export interface ApiRoute {
  readonly method: Method;
  readonly path: `/v1/${string}`;
  /** Whether connected accounts have such objects of their own, so that `Stripe-Account` may name one. */
  readonly perAccount?: true;
  readonly handle: (world: World, call: ApiCall) => object | ApiError;
}

export interface PageCall {
  /** The fields of a posted form. */
  readonly form: Params;
  readonly query: Params;
  path(name: string): string;
}

/** A page for a person: plain HTML and plain forms. */
export interface PageRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly handle: (world: World, call: PageCall) => Page;
}

export interface ControlCall {
  /** The parsed JSON body, `{}` when there was none. */
  readonly body: Readonly<Record<string, unknown>>;
  path(name: string): string;
}

/** A route of the simulator itself, beside Stripe's own. */
export interface ControlRoute {
  readonly method: Method;
  readonly path: `/_sim/${string}`;
  readonly handle: (world: World, call: ControlCall) => unknown;
}
