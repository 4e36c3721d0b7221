import type { Charge } from '@kopai/contracts';
import { ConflictError } from './errors.ts';

/** What the work under a hold is given. */
export interface Held {
  /** The charge that is held; its `amount` is set aside in the wallet. */
  readonly charge: Charge;
  /** Says that the message has reached the user, so it is paid for whatever fails after. */
  readonly committed: () => void;
}

/** The three calls a hold is made of. */
export interface HoldCalls {
  hold(): Promise<Charge>;
  capture(id: string): Promise<Charge>;
  release(id: string): Promise<Charge>;
}

/**
 * Holds, runs `work`, captures. When `work` fails, the hold is released, or captured if `committed()` was called before. The
 * error of `work` is always what is thrown; should ending the hold fail too, that error is its `cause` (or, if it has one
 * already, an `AggregateError` carries both). A hold that could not be ended ends by itself at `holdExpiresAt`.
 *
 * A message that an earlier run has already paid for is worked on again but not paid again. One whose hold an earlier run has
 * released or refunded is refused with `charge_not_held`, for it would be answered for nothing: it takes a new `messageId`.
 */
export async function underHold<T>(calls: HoldCalls, work: (held: Held) => Promise<T> | T): Promise<T> {
  const charge = await calls.hold();
  if (charge.status === 'released' || charge.status === 'refunded') {
    throw new ConflictError({
      code: 'charge_not_held',
      detail: `Message ${charge.messageId} was held before and is ${charge.status} by now: send it as a new message.`,
      members: { chargeStatus: charge.status },
    });
  }
  const paidBefore = charge.status === 'captured';
  let isCommitted = false;
  const committed = () => {
    isCommitted = true;
  };
  let result: T;
  try {
    result = await work({ charge, committed });
  } catch (error) {
    if (paidBefore) throw error;
    const end = isCommitted ? calls.capture : calls.release;
    throw await end(charge.id).then(
      () => error,
      (endError: unknown) => withCause(error, endError, charge.id),
    );
  }
  if (!paidBefore) await calls.capture(charge.id);
  return result;
}

function withCause(error: unknown, cause: unknown, chargeId: string): unknown {
  if (error instanceof Error && error.cause === undefined && Object.isExtensible(error)) {
    error.cause = cause;
    return error;
  }
  return new AggregateError([error, cause], `The work failed, and so did ending the hold ${chargeId}.`);
}
