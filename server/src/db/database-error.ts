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
const NO_CONNECTION = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

/** The driver has no codes for these. */
const NO_ANSWER =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout/;

/** Whether the database could not be asked, so that the same request may succeed a moment later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof CommitOutcomeUnknownError) return true;
  if (error instanceof DatabaseError) return NOT_SERVING.has(error.code ?? '');
  if (!(error instanceof Error)) return false;
  if ('syscall' in error && 'code' in error) {
    if (NO_CONNECTION.has(String(error.code))) return true;
    // A socket's file that is not there. Any other file that is missing says nothing of the database.
    if (error.code === 'ENOENT' && error.syscall === 'connect') return true;
  }
  return NO_ANSWER.test(error.message);
}

/**
 * What passes by itself although the server answers: its disk, memory or connections are used up (class 53), an operator or a limit has ended the
 * statement (57, 55P03, 25P03), its files can't be read or written (58), it is a standby since a failover (25006), or rivals were faster too often (40).
 */
const PASSING = /^(53...|57...|58...|40...|55P03|25P03|25006)$/;

/** Whether the same request may succeed a moment later: the database could not be asked, or could not do it just now. */
export function mayPass(error: unknown): boolean {
  return isDatabaseUnavailable(error) || PASSING.test(sqlState(error) ?? '');
}

/** What is wrong with the statement itself, its data (class 22), a constraint (23) or its words (42), and stays wrong. */
const MISTAKE = /^(22|23|42)...$/;

/** Whether a statement was refused for what it says. Any other failure is one of the database, of the way there, or of the moment. */
export function isMistake(error: unknown): boolean {
  return MISTAKE.test(sqlState(error) ?? '');
}
