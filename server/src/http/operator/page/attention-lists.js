import { dollarsText } from '/operator/amounts.js';
import { failure, named, node, when } from '/operator/show.js';

/**
 * What needs somebody: titles, rows and columns.
 *
 * @param overview as the server tells it
 * @param act makes a button that does something about a row
 */
export function attentionLists({ fraudWarnings, stripeEvents, deliveries, jobs, payouts }, act) {
  return [
    [
      'Fraud warnings',
      fraudWarnings,
      [
        { name: 'Wallet', of: ({ wallet, topupId, id }) => named(wallet ?? 'No top-up of ours', topupId ?? id) },
        { name: 'Reported as', of: ({ kind }) => kind.replaceAll('_', ' ') },
        { name: 'Payment', of: ({ paymentIntentId }) => node('span', { class: 'id' }, paymentIntentId ?? 'unknown') },
        { name: 'Received', of: ({ warnedAt }) => when(warnedAt) },
        {
          name: '',
          kind: 'act',
          of: ({ id }) => act('Mark as seen', 'Marked as seen.', 'fraud-warnings/note', { warningId: id }),
        },
      ],
    ],
    [
      'Stripe inbox',
      stripeEvents,
      [
        { name: 'Event', of: ({ type, id }) => named(type, id) },
        {
          name: 'State',
          of: ({ deadAt, attempts }) =>
            deadAt ? node('span', { class: 'wrong' }, 'Given up') : attempts > 0 ? `Tried ${attempts} times` : 'Waits',
        },
        { name: 'Last error', of: ({ lastError }) => failure(lastError) },
        { name: 'Received', of: ({ receivedAt }) => when(receivedAt) },
        {
          name: '',
          kind: 'act',
          of: ({ id, deadAt }) =>
            deadAt ? act('Replay', 'The event is tried again.', 'stripe-events/replay', { eventId: id }) : '',
        },
      ],
    ],
    [
      'Webhooks nobody took',
      deliveries,
      [
        { name: 'Event', of: ({ type, eventId }) => named(type, eventId) },
        { name: 'Endpoint', of: ({ endpointId }) => endpointId },
        { name: 'Last error', of: ({ lastError }) => failure(lastError) },
        { name: 'Given up', of: ({ deadAt }) => when(deadAt) },
        {
          name: '',
          kind: 'act',
          of: ({ endpointId, eventId }) =>
            act('Replay', 'The event is delivered again.', 'deliveries/replay', { endpointId, eventId }),
        },
      ],
    ],
    [
      'Jobs given up',
      jobs,
      [
        { name: 'Job', of: ({ task, id }) => named(task, `#${id}`) },
        { name: 'Tries', of: ({ attempts }) => String(attempts) },
        { name: 'Last error', of: ({ lastError }) => failure(lastError) },
        { name: 'Given up', of: ({ givenUpAt }) => when(givenUpAt) },
        {
          name: '',
          kind: 'act',
          of: ({ id }) => act('Run again', 'The job runs again.', 'jobs/replay', { jobId: id }),
        },
      ],
    ],
    [
      'Payouts that take long',
      payouts,
      [
        { name: 'Organization', of: ({ orgId, id }) => named(orgId, id) },
        {
          name: 'State',
          of: ({ status }) =>
            node('span', { class: status === 'unknown' ? 'wrong' : 'late' }, status.replace('_', ' ')),
        },
        { name: 'Last error', of: ({ failure: text }) => failure(text) },
        { name: 'Requested', of: ({ createdAt }) => when(createdAt) },
        { name: 'Next try', of: ({ nextTryAt }) => when(nextTryAt) },
        { name: 'Amount', kind: 'amount', of: ({ amount }) => dollarsText(amount) },
      ],
    ],
  ];
}
