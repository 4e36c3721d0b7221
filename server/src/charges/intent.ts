import { hash } from 'node:crypto';
import type { ChargeRequest, Problem } from '@kopai/contracts';
import type { QuotedPrice } from './decide.ts';

/** A charge that was asked for, with what could be prepared before the database is asked. */
export interface ChargeIntent {
  readonly id: string;
  readonly request: ChargeRequest;
  /** The caller's Idempotency-Key, made unique to the caller. */
  readonly idempotencyKey: string | undefined;
  /** What makes two requests the same. */
  readonly requestHash: Buffer;
  readonly wallet: string;
  /** The lane of the accounts that only receive: this process's own, so that no other one waits there. */
  readonly lane: number;
  readonly quoted: QuotedPrice | Problem | undefined;
  readonly at: Date;
}

/** Who pays for a message: the organization in whose context it was sent, else the user. */
export const payerOf = ({ orgId, userId }: Pick<ChargeRequest, 'orgId' | 'userId'>): string =>
  orgId === undefined ? `user:${userId}` : `org:${orgId}`;

/**
 * The same message from the same user to the same agent is the same charge. The quote is left out: a page that asked for a
 * fresh quote before it tried again means the message it has already paid for.
 */
export function requestHash({ agentId, userId, orgId, messageId, capture }: ChargeRequest): Buffer {
  const words = [agentId, userId, orgId ?? null, messageId, capture ?? true];
  return hash('sha256', JSON.stringify(words), 'buffer');
}
