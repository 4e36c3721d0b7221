import { encodeAmounts, isProblem, Problem, problemType } from '@kopai/contracts';
import type { ErrorRequestHandler, Response } from 'express';
import { isDatabaseUnavailable, mayPass } from '../db/index.ts';

/** Seconds after which a passing trouble is worth another try, unless something better is known. */
const retryAfterSeconds = 1;

/** A problem as it crosses the wire: RFC 9457, with its typed members. Never a stack, never SQL. */
export function problemBody(problem: Problem, requestId: string): Record<string, unknown> {
  return {
    type: problemType(problem.code),
    title: problem.kind.title,
    status: problem.kind.status,
    detail: problem.message,
    code: problem.code,
    requestId,
    ...(encodeAmounts(problem.members) as Record<string, unknown>),
  };
}

/** Turns whatever was thrown into a problem: ours as it is, the parser's by its kind, anything else into a 500 that says nothing. */
export function problemOf(error: unknown): Problem {
  if (isProblem(error)) return error;
  if (isDatabaseUnavailable(error)) return new Problem('unavailable', 'The database cannot be reached.');
  if (mayPass(error)) return new Problem('unavailable', 'The database cannot do this now.');
  switch (parserFault(error)) {
    case 'entity.parse.failed':
    case 'request.size.invalid':
      return new Problem('malformed_json', 'The body could not be read as JSON.');
    case 'entity.too.large':
      return new Problem('body_too_large', 'The body is larger than this route takes.');
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new Problem('unsupported_media_type', 'Send JSON in UTF-8, uncompressed or gzip.');
    case 'param.decode':
      return new Problem('route_not_found', 'The path is not validly encoded.');
    default:
      // What can't be unpacked, and what breaks off, comes from the parser without a kind; its status says whose fault it is.
      if (statusOf(error) === 400) return new Problem('malformed_json', 'The body could not be read.');
      return new Problem('internal_error', 'The error was logged under this request id.');
  }
}

/** The `type` that body-parser gives its errors; a path that can't be percent-decoded is a URIError. */
function parserFault(error: unknown): string | undefined {
  if (error instanceof URIError) return 'param.decode';
  if (!(error instanceof Error) || !('type' in error)) return undefined;
  return typeof error.type === 'string' ? error.type : undefined;
}

const statusOf = (error: unknown): unknown => (error instanceof Error && 'status' in error ? error.status : undefined);

export function sendProblem(response: Response, problem: Problem, requestId: string): void {
  const { status, retry } = problem.kind;
  response.status(status).type('application/problem+json').setHeader('X-Should-Retry', String(retry));
  response.setHeader('Cache-Control', 'no-store');
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  if (retry && !response.hasHeader('Retry-After')) response.setHeader('Retry-After', String(retryAfterSeconds));
  response.send(JSON.stringify(problemBody(problem, requestId)));
}

/** The last door: every error leaves through it. */
export function problemHandler(log: (error: unknown, requestId: string) => void): ErrorRequestHandler {
  return (error, request, response, next) => {
    const problem = problemOf(error);
    if (problem.kind.status >= 500) log(error, String(request.id));
    if (response.headersSent) return next(error);
    sendProblem(response, problem, String(request.id));
  };
}
