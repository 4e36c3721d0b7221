import { DatabaseError } from 'pg';

/**
 * What was read before is no longer so; the transaction must run again. Thrown by code that fences its writes itself,
 * with the code PostgreSQL uses for the same, so that `inTransaction` treats both alike.
 */
export class SerializationFailure extends Error {
  override name = 'SerializationFailure';
  readonly code = '40001';
}

/**
 * COMMIT was sent and no answer came back: the transaction may have happened or not. Whoever gets this looks its effect
 * up under its key before doing it again.
 */
export class CommitOutcomeUnknownError extends Error {
  override name = 'CommitOutcomeUnknownError';
}

/** The five characters of a database error (the manual's "PostgreSQL Error Codes"), undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof DatabaseError || error instanceof SerializationFailure ? error.code : undefined;
}

/** Whether a row was refused because its key was there already; with `constraint`, because of that very one. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!(error instanceof DatabaseError) || error.code !== '23505') return false;
  return constraint === undefined || error.constraint === constraint;
}

/** Whether running the transaction again can succeed: serialization failure (40001) or deadlock (40P01). */
export function isConflict(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40001' || state === '40P01';
}

/**
 * Whether the server itself refused a statement and is still there. A FATAL report, a broken connection or a timeout of
 * our own tells nothing about what became of the statement.
 */
export function isRefusal(error: unknown): boolean {
  return error instanceof DatabaseError && error.severity === 'ERROR';
}

/** What the server says when it is starting, stopping or full (class 57P and 53300), as opposed to wrong. */
const NOT_SERVING = new Set(['57P01', '57P02', '57P03', '53300']);

/** What the system says when a connection can't be made or breaks. */
const NO_CONNECTION = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

/** The driver has no codes for these. */
const NO_ANSWER =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

/** Whether the database could not be asked, so that the same request may succeed a moment later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof CommitOutcomeUnknownError) return true;
  if (error instanceof DatabaseError) return NOT_SERVING.has(error.code ?? '');
  if (!(error instanceof Error)) return false;
  if ('syscall' in error && 'code' in error && NO_CONNECTION.has(String(error.code))) return true;
  return NO_ANSWER.test(error.message);
}
