import { encodeAmounts, isProblem, Problem, problemType } from '@kopai/contracts';

/** A refusal as the server writes it: RFC 9457, and whether and when to try again. */
export function problemResponse(error: unknown, requestId: string): Response {
  const problem = isProblem(error) ? error : new Problem('internal_error', `The mock failed: ${String(error)}`);
  const { status, title, retry } = problem.kind;
  const body = {
    type: problemType(problem.code),
    title,
    status,
    detail: problem.message,
    code: problem.code,
    requestId,
    ...(encodeAmounts(problem.members) as Record<string, unknown>),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': requestId,
      'x-should-retry': String(retry),
      ...(retry && { 'retry-after': '1' }),
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    },
  });
}
