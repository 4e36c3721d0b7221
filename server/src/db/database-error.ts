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
