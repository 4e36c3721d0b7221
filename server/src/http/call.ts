import type { BodyOf, EndpointName, Endpoints, ParamsOf, QueryOf, ReplyOf } from '@kopai/contracts';
import type { Request, Response } from 'express';
import type { Caller, KeyCaller, SessionCaller } from '../access/index.ts';

/** The callers that an endpoint's row lets through. */
export type CallerOf<N extends EndpointName> = Endpoints[N]['callers'] extends { readonly anyone: true }
  ? Caller
  :
      | (Endpoints[N]['callers'] extends { readonly key: string } ? KeyCaller : never)
      | (Endpoints[N]['callers'] extends { readonly session: string } ? SessionCaller : never);

/** A request that was let in and decoded: amounts are `bigint`, and everything has the shape its schema says. */
export interface Call<N extends EndpointName> {
  readonly params: ParamsOf<N>;
  readonly query: QueryOf<N>;
  readonly body: BodyOf<N>;
  readonly caller: CallerOf<N>;
  /**
   * Names this request and its repetitions: the same for every attempt under one Idempotency-Key, even after a crash. An effect that carries it
   * under a unique index happens once.
   */
  readonly cause: string;
  /** The Idempotency-Key as sent, made unique to the caller. */
  readonly idempotencyKey: string | undefined;
  /** Says in the answer that an earlier request like this one had the effect. */
  readonly markReplayed: () => void;
  /** Sets a header of the answer. */
  readonly header: (name: string, value: string) => void;
}

export type Handler<N extends EndpointName> = (call: Call<N>) => Promise<ReplyOf<N>>;

/** One handler for each row of the table: a missing or wrong one does not compile. */
export type Handlers = { readonly [N in EndpointName]: Handler<N> };

/** Endpoints with another media type beside JSON, or instead of it. */
export type AlternativeName = {
  [N in EndpointName]: Endpoints[N] extends { readonly alternative: string } ? N : never;
}[EndpointName];

export type Alternative<N extends EndpointName> = (
  call: Call<N>,
  request: Request,
  response: Response,
) => Promise<void>;

export type Alternatives = { readonly [N in AlternativeName]: Alternative<N> };
