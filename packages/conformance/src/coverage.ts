import { type EndpointName, endpointList, type ProblemCode } from '@kopai/contracts';
import type { Met } from './transcript.ts';

/** Refusals that a story cannot bring about in every Kopai, and why. */
const outOfReach: Partial<Record<ProblemCode, string>> = {
  payment_provider_error: 'Nobody provides payments to a Kopai in memory.',
  payouts_paused: 'It takes three transfers that a bank sends back.',
};

/** Refusals that any route may give. */
const common: readonly ProblemCode[] = [
  'body_too_large',
  'credential_forbidden',
  'idempotency_key_reused',
  'invalid_request',
  'key_revoked',
  'malformed_json',
  'method_not_allowed',
  'route_not_found',
  'scope_missing',
  'session_expired',
  'session_revoked',
  'unauthenticated',
  'unsupported_media_type',
];

/** What the API's table promises and no request has met: endpoints that never succeeded, and refusals that never came. */
export function unmet(met: readonly Met[]): string[] {
  const seen = new Set(met.flatMap(({ endpoint, code }) => [`${endpoint} ${code ?? 'succeeds'}`, `any ${code}`]));
  const promised = endpointList().flatMap(({ name, problems }): [EndpointName | 'any', ProblemCode | 'succeeds'][] => [
    [name, 'succeeds'],
    ...problems.filter((code) => !(code in outOfReach)).map((code): [EndpointName, ProblemCode] => [name, code]),
  ]);
  const wanted = [...promised, ...common.map((code): ['any', ProblemCode] => ['any', code])];
  return wanted.map(([endpoint, code]) => `${endpoint} ${code}`).filter((what) => !seen.has(what));
}
