/**
 * Method and path of every endpoint: the part of the API's table that a browser needs. The rest of a row (who may call it, its
 * schemas, its problems) stands in `endpoints.ts`.
 */
export const routes = {
  'sessions.create': 'POST /v1/sessions',
  'sessions.revoke': 'DELETE /v1/sessions/{id}',
  'keys.create': 'POST /v1/keys',
  'keys.list': 'GET /v1/keys',
  'keys.revoke': 'DELETE /v1/keys/{id}',
  'models.put': 'PUT /v1/models/{id}',
  'models.list': 'GET /v1/models',
  'agents.put': 'PUT /v1/agents/{id}',
  'agents.get': 'GET /v1/agents/{id}',
  'agents.list': 'GET /v1/agents',
  'agents.setPricing': 'PATCH /v1/agents/{id}/pricing',
  'quotes.list': 'GET /v1/quotes',
  'charges.create': 'POST /v1/charges',
  'charges.createBatch': 'POST /v1/charges/batch',
  'charges.get': 'GET /v1/charges/{id}',
  'charges.capture': 'POST /v1/charges/{id}/capture',
  'charges.release': 'POST /v1/charges/{id}/release',
  'charges.refund': 'POST /v1/charges/{id}/refund',
  'wallets.get': 'GET /v1/wallets/{wallet}',
  'wallets.transactions': 'GET /v1/wallets/{wallet}/transactions',
  'wallets.activity': 'GET /v1/wallets/{wallet}/activity',
  'wallets.stream': 'GET /v1/wallets/{wallet}/stream',
  'wallets.earnings': 'GET /v1/wallets/{wallet}/earnings',
  'budgets.put': 'PUT /v1/wallets/{wallet}/budgets/{userId}',
  'budgets.list': 'GET /v1/wallets/{wallet}/budgets',
  'connect.start': 'POST /v1/wallets/{wallet}/connect',
  'connect.get': 'GET /v1/wallets/{wallet}/connect',
  'payouts.create': 'POST /v1/payouts',
  'payouts.get': 'GET /v1/payouts/{id}',
  'payouts.list': 'GET /v1/payouts',
  'topups.create': 'POST /v1/topups',
  'topups.get': 'GET /v1/topups/{id}',
  'autoTopup.put': 'PUT /v1/wallets/{wallet}/auto-topup',
  'autoTopup.get': 'GET /v1/wallets/{wallet}/auto-topup',
  'packs.list': 'GET /v1/packs',
  'plans.list': 'GET /v1/plans',
  'subscriptions.create': 'POST /v1/subscriptions',
  'portal.create': 'POST /v1/portal',
  'entitlements.get': 'GET /v1/wallets/{wallet}/entitlements',
  'entitlements.check': 'POST /v1/entitlements/check',
  'adjustments.create': 'POST /v1/adjustments',
  'auditLog.list': 'GET /v1/audit-log',
  'webhookEndpoints.put': 'PUT /v1/webhook-endpoints/{id}',
  'webhookEndpoints.list': 'GET /v1/webhook-endpoints',
  'webhookEndpoints.delete': 'DELETE /v1/webhook-endpoints/{id}',
  'webhookEndpoints.replay': 'POST /v1/webhook-endpoints/{id}/replay',
  'webhookEndpoints.rotate': 'POST /v1/webhook-endpoints/{id}/rotate',
} as const;

export type EndpointName = keyof typeof routes;

/** `'POST /v1/charges/{id}/capture'` -> its method and path. */
export function splitRoute(route: string): { method: string; path: string } {
  const space = route.indexOf(' ');
  return { method: route.slice(0, space), path: route.slice(space + 1) };
}
