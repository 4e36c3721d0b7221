import type { BodyOf, EndpointName, Endpoints, ParamsOf, QueryOf, ReplyOf } from '@kopai/contracts';
import type { Caller } from '../access.ts';

/** A decoded request. */
export interface Call<N extends EndpointName> {
  readonly params: ParamsOf<N>;
  readonly query: QueryOf<N>;
  readonly body: BodyOf<N>;
  readonly caller: Caller;
  readonly idempotencyKey: string | undefined;
  /** Says that the reply is the one to an earlier request. */
  readonly markReplayed: () => void;
}

/** What each endpoint replies. An endpoint of the table that has no answer does not compile. */
export type Answers = { readonly [N in EndpointName]: (call: Call<N>) => ReplyOf<N> };

type WithAlternative = {
  [N in EndpointName]: Endpoints[N] extends { readonly alternative: string } ? N : never;
}[EndpointName];

/** Replies that are not JSON. */
export type Alternatives = { readonly [N in WithAlternative]: (call: Call<N>, request: Request) => Response };
