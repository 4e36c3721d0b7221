import type { AuditEntry, QueryOf } from '@kopai/contracts';
import type { Client } from '../client.ts';
import { type List, type ListOptions, listOf } from '../pages.ts';

/** Every administrative act: who did what, when, from what to what. Needs an admin key. */
export class AuditLog {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Acts, newest first; with `subject` those on one thing, such as `model:swift-mini`. */
  list(query: QueryOf<'auditLog.list'> = {}, options?: ListOptions): List<AuditEntry> {
    return listOf(
      (cursor = query.cursor) => this.#client.call('auditLog.list', { query: { ...query, cursor } }, options),
      options,
    );
  }
}
