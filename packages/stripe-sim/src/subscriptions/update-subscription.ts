import { ApiError } from '../http/api-error.ts';
import { mergeMetadata, type Params } from '../http/params.ts';
import type { World } from '../world/world.ts';
import { readCustomersMethod } from './read-subscription.ts';
import { changeSubscription, hasEnded, type SubscriptionRecord } from './subscription.ts';

const feedbacks = [
  'customer_service',
  'low_quality',
  'missing_features',
  'other',
  'switched_service',
  'too_complex',
  'too_expensive',
  'unused',
] as const;

/** Reads the body of `POST /v1/subscriptions/{id}`. @throws {ApiError} 400 for what an ended one can't change any more. */
export function updateSubscription(world: World, before: SubscriptionRecord, params: Params): SubscriptionRecord {
  const forever = ['cancel_at_period_end', 'default_payment_method', 'description'];
  if (hasEnded(before) && forever.some((name) => params.has(name))) {
    throw new ApiError(400, {
      type: 'invalid_request_error',
      code: 'invalid_canceled_subscription_fields',
      message: 'A canceled subscription can only update its cancellation_details and metadata.',
    });
  }
  params.ignore('off_session', 'payment_behavior', 'payment_settings', 'proration_behavior');
  return changeSubscription(world, before, {
    metadata: mergeMetadata(before.metadata, params.metadata()),
    description: params.has('description') ? params.string('description') : before.description,
    defaultPaymentMethod: readCustomersMethod(world, params, before.customer) ?? before.defaultPaymentMethod,
    ...readCancellation(world, before, params),
  });
}

/** Asks for the end with the period, or takes that back. */
export function cancelAtPeriodEnd(
  world: World,
  before: SubscriptionRecord,
  cancels: boolean,
): Pick<SubscriptionRecord, 'cancelAtPeriodEnd' | 'canceledAt' | 'cancellation'> {
  return {
    cancelAtPeriodEnd: cancels,
    canceledAt: cancels ? (before.canceledAt ?? world.clock.now()) : null,
    cancellation: { ...before.cancellation, reason: cancels ? 'cancellation_requested' : null },
  };
}

export function readCancellation(
  world: World,
  before: SubscriptionRecord,
  params: Params,
): Partial<Pick<SubscriptionRecord, 'cancelAtPeriodEnd' | 'canceledAt' | 'cancellation'>> {
  const cancels = params.boolean('cancel_at_period_end');
  const change: Partial<ReturnType<typeof cancelAtPeriodEnd>> =
    cancels === null ? {} : cancelAtPeriodEnd(world, before, cancels);
  const details = params.child('cancellation_details');
  if (details === null) return change;
  const { comment, feedback, reason } = change.cancellation ?? before.cancellation;
  return {
    ...change,
    cancellation: {
      comment: details.has('comment') ? details.string('comment') : comment,
      feedback: details.has('feedback') ? details.choice('feedback', feedbacks) : feedback,
      reason,
    },
  };
}
