import type Stripe from 'stripe';
import { defineCollection } from '../store/collection-key.ts';

/** An event as it is sent. Its object is typed at `emit`, where it is made. */
export type EventRecord = Omit<Stripe.EventBase, 'type' | 'data'> & {
  readonly type: Stripe.Event['type'];
  readonly data: { readonly object: object; readonly previous_attributes?: object };
};

export const events = defineCollection<EventRecord>('events');
