import type { AuditEntry } from '@kopai/contracts';
import type { Clock } from './clock.ts';

/** Administrative acts, as they are done to this world. */
export class Audit {
  readonly #clock: Clock;
  readonly #entries: AuditEntry[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  record(act: Pick<AuditEntry, 'actor' | 'action' | 'subject' | 'from' | 'to'>): void {
    const at = this.#clock.instant();
    const id = this.#clock.newId('auditEntry');
    this.#entries.unshift({ id, object: 'audit_entry', at, ...act });
  }

  list(subject: string | undefined): AuditEntry[] {
    return this.#entries.filter((entry) => subject === undefined || entry.subject === subject);
  }
}
