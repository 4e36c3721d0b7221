import type { ChargeRequest, Problem } from '@kopai/contracts';
import type { QuotedPrice } from './decide.ts';

/** A charge that was asked for, with what could be prepared before the database is asked. */
export interface ChargeIntent {
  readonly id: string;
  readonly request: ChargeRequest;
  /** The caller's Idempotency-Key, made unique to the caller. */
  readonly idempotencyKey: string | undefined;
  readonly wallet: string;
  /** The lane of the accounts that only receive: this process's own, so that no other one waits there. */
  readonly lane: number;
  readonly quoted: QuotedPrice | Problem | undefined;
  readonly at: Date;
}

/** Who pays for a message: the organization in whose context it was sent, else the user. */
export const payerOf = ({ orgId, userId }: Pick<ChargeRequest, 'orgId' | 'userId'>): string =>
  orgId === undefined ? `user:${userId}` : `org:${orgId}`;
