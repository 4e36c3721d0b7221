/** Where the launcher and PostgreSQL itself report to: one line, without a line end. */
export type Log = (level: 'info' | 'warn' | 'error', message: string) => void;

/**
 * The level of a line PostgreSQL wrote, by its leading severity (its manual, "Message Severity Levels").
 * Lines that continue a message (DETAIL, HINT, STATEMENT) carry none and count as information.
 */
export function levelOf(line: string): 'info' | 'warn' | 'error' {
  if (/^(FATAL|PANIC|ERROR):/.test(line)) return 'error';
  if (/^WARNING:/.test(line)) return 'warn';
  return 'info';
}
