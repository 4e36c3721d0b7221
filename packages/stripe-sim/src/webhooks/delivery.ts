import { defineCollection } from '../store/collection-key.ts';

/** An event that still has to reach an endpoint. It is deleted when it has, or when the attempts are used up. */
export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly url: string;
  /** How many attempts failed so far. */
  readonly failures: number;
}

export const deliveries = defineCollection<Delivery>('deliveries');
