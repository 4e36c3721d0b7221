import { destination, type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';

/** Structured logs go to standard error, one JSON object a line; standard output is for what a person waits for. */
export const createLog = (level: LogLevel): Logger =>
  pino(
    {
      level,
      base: null,
      redact: ['req.headers.authorization', '*.token', '*.apiKey', '*.secret', '*.key'],
    },
    destination(2),
  );
