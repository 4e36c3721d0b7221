/**
 * Every way this API says no, as one table: the stable `code`, the HTTP status, a title for people, and whether sending the
 * same request again can help. A refusal leaves no trace, so repeating one is always safe.
 */

export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** Whether the same request may succeed later without being changed. */
  readonly retry: boolean;
  /** What the caller does about it. */
  readonly remedy: string;
}

const kind = (status: number, title: string, remedy: string, retry = false): ProblemKind => ({
  status,
  title,
  retry,
  remedy,
});

export const problems = {
  malformed_json: kind(400, 'The body is not JSON', 'Send valid JSON.'),
  invalid_request: kind(400, 'The request is not valid', 'Correct what `errors` names.'),
  organization_required: kind(400, 'Only an organization has this', 'Name an organization as org:<id>.'),
  webhook_url_not_allowed: kind(400, 'Events may not be sent there', 'Use a public https URL.'),
  return_url_not_allowed: kind(400, 'The return URL is not allowed', "Use an origin on the server's allow-list."),
  quote_invalid: kind(400, 'The quote is not genuine', 'Send the token of a quote for this agent, unchanged.'),
  webhook_signature_invalid: kind(400, 'The signature does not match', 'Check the endpoint secret.'),
  webhook_timestamp_stale: kind(400, 'The signature is too old', 'Check the clocks; deliver within the tolerance.'),
  unauthenticated: kind(
    401,
    'No valid credential',
    'Send `Authorization: Bearer` with a secret key or a session token.',
  ),
  session_expired: kind(401, 'The session has expired', 'Mint a new session and send the request again.'),
  session_revoked: kind(401, 'The session was revoked', 'Sign in again.'),
  key_revoked: kind(401, 'The key was revoked', 'Use a key that is still valid.'),
  insufficient_credits: kind(402, 'Not enough credits', 'Top up the wallet, then send the message again.'),
  wallet_in_debt: kind(402, 'The wallet is in debt', 'Top up the wallet: the debt is paid first.'),
  budget_exceeded: kind(402, "The member's budget is used up", 'Wait for the next period or raise the budget.'),
  scope_missing: kind(403, 'The credential lacks a scope', 'Use a credential that carries the scope named in `scope`.'),
  role_required: kind(403, 'The role does not allow this', 'Ask an owner or admin of the organization.'),
  not_a_member: kind(403, 'Not a member of the organization', 'Send the message in a context the user belongs to.'),
  wallet_forbidden: kind(403, 'This wallet belongs to somebody else', 'Name a wallet that the session grants.'),
  credential_forbidden: kind(403, 'This kind of credential may not do this', 'See who may call the route.'),
  origin_not_allowed: kind(403, 'The origin is not allowed', "Add the origin to the server's allow-list."),
  route_not_found: kind(404, 'No such route', 'See /openapi.json.'),
  agent_not_found: kind(404, 'No such agent', 'Create the agent first, or check its id.'),
  model_not_found: kind(404, 'No such model', 'Create the model first, or check its id.'),
  charge_not_found: kind(404, 'No such charge', 'Check the id.'),
  plan_not_found: kind(404, 'No such plan for sale', 'See GET /v1/plans.'),
  payout_not_found: kind(404, 'No such payout', 'Check the id.'),
  topup_not_found: kind(404, 'No such top-up', 'Check the id.'),
  pack_not_found: kind(404, 'No such pack', 'See GET /v1/packs.'),
  session_not_found: kind(404, 'No such session', 'Check the id.'),
  webhook_endpoint_not_found: kind(404, 'No such webhook endpoint', 'Check the id.'),
  key_not_found: kind(404, 'No such key', 'Check the id.'),
  method_not_allowed: kind(405, 'The route has no such method', 'See the `Allow` header.'),
  quote_expired: kind(409, 'The quote has expired', 'Ask for a new quote and show its price.'),
  charge_not_held: kind(409, 'The charge is not held', 'Only a held charge is captured or released.'),
  charge_not_refundable: kind(409, 'The charge cannot be refunded', 'Only a captured charge is refunded, once.'),
  last_admin_key: kind(409, 'The last admin key stays', 'Create another admin key first.'),
  payouts_not_enabled: kind(409, 'Stripe does not pay out to this account yet', 'Finish the onboarding at Stripe.'),
  payouts_paused: kind(409, 'Payouts to this bank account keep failing', 'Correct the bank account at Stripe.'),
  already_subscribed: kind(409, 'The wallet has this plan already', 'Manage it in the billing portal.'),
  not_subscribed: kind(409, 'The wallet has no paid plan', 'Subscribe first.'),
  request_in_progress: kind(409, 'The same request is still running', 'Send it again with the same key.', true),
  body_too_large: kind(413, 'The body is too large', 'Send less at once.'),
  unsupported_media_type: kind(415, 'The body is not application/json', 'Set `Content-Type: application/json`.'),
  idempotency_key_reused: kind(422, 'The key was used for another request', 'Use a new key for a new request.'),
  private_agent_add_on: kind(422, 'A private agent has no add-on', 'Publish the agent, or leave the add-on at 0.'),
  payout_below_minimum: kind(422, 'Less than the least that is paid out', 'Withdraw at least `minimum`.'),
  insufficient_earnings: kind(422, 'Not enough available earnings', 'Withdraw what is available.'),
  rate_limited: kind(429, 'Too many requests', 'Wait as long as `Retry-After` says.', true),
  internal_error: kind(500, 'Something went wrong on our side', 'Send it again with the same key.', true),
  payment_provider_error: kind(502, 'The payment provider did not answer', 'Send it again with the same key.', true),
  unavailable: kind(503, 'Not ready to serve', 'Send it again with the same key.', true),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problems;

/** One thing wrong in a request: where, and what. */
export interface InvalidField {
  /** Dotted path inside the request, such as `body.orgs.0.role`. */
  readonly path: string;
  readonly message: string;
}

/** The extra members a problem carries, by its code. Codes that are not here carry none. Amounts are microcredits. */
export interface ProblemMembers {
  invalid_request: { errors: readonly InvalidField[] };
  private_agent_add_on: { agentId: string };
  insufficient_credits: { wallet: string; balance: bigint; required: bigint };
  insufficient_earnings: { wallet: string; available: bigint; required: bigint };
  payout_below_minimum: { minimum: bigint };
  wallet_in_debt: { wallet: string; balance: bigint; debt: bigint };
  budget_exceeded: { wallet: string; limit: bigint; spent: bigint; required: bigint; resetsAt: string };
  scope_missing: { scope: string };
  quote_expired: { expiredAt: string };
  charge_not_held: { chargeStatus: string };
  charge_not_refundable: { chargeStatus: string };
  return_url_not_allowed: { field: string };
}

export type MembersOf<C extends ProblemCode> = C extends keyof ProblemMembers
  ? ProblemMembers[C]
  : Record<never, never>;

/** A problem as it crosses the wire, after decoding: RFC 9457. */
export interface ProblemBase<C extends ProblemCode = ProblemCode> {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: C;
  readonly requestId: string;
}

/** Where a code is explained; also its RFC 9457 `type`. */
export const problemType = (code: ProblemCode): string => `https://kopai.dev/problems/${code}`;

/** A refusal in code: thrown by whoever decides it, turned into problem+json at the door. */
export class Problem<C extends ProblemCode = ProblemCode> extends Error {
  override readonly name = 'Problem';
  readonly code: C;
  readonly members: MembersOf<C>;

  constructor(code: C, detail: string, ...[members]: C extends keyof ProblemMembers ? [ProblemMembers[C]] : []) {
    super(detail);
    this.code = code;
    this.members = (members ?? {}) as MembersOf<C>;
  }

  get kind(): ProblemKind {
    return problems[this.code];
  }
}

/** Narrows an unknown error to a problem of one of these codes; without codes, to any problem. */
export function isProblem<C extends ProblemCode = ProblemCode>(error: unknown, ...codes: C[]): error is Problem<C> {
  return error instanceof Problem && (codes.length === 0 || (codes as string[]).includes(error.code));
}
