import { type DestinationStream, destination, type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';

/** Structured logs go to standard error, one JSON object a line; standard output is for what a person waits for. */
export const createLog = (level: LogLevel, to: DestinationStream = destination(2)): Logger =>
  pino(
    {
      level,
      base: null,
      redact: ['req.headers.authorization', '*.token', '*.apiKey', '*.secret', '*.key'],
      serializers: { err: describe },
    },
    to,
  );

/** What of an error belongs in a log. A driver's errors drag their whole connection along, and with it what was being sent. */
function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack } = error;
  return {
    name,
    message,
    stack,
    ...('code' in error && { code: error.code }),
    ...(error.cause !== undefined && { cause: describe(error.cause) }),
  };
}
