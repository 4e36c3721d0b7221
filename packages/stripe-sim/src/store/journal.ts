import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Entity } from './collection-key.ts';

/** One change of one collection, as it stands in the journal. */
export type Operation =
  | { readonly put: string; readonly entity: Entity }
  | { readonly delete: string; readonly id: string };

/** The journal file is damaged somewhere else than in its torn last line. */
export class DamagedJournalError extends Error {
  override readonly name = 'DamagedJournalError';
}

/**
 * An append-only file of JSON lines, one line a transaction, so that a killed process leaves either all of a
 * transaction or none of it. It outlives `kill -9` (the operating system holds the written bytes); a loss of power is
 * not guarded against, for that costs a flush a request and a simulator's money is not real.
 */
export class Journal {
  readonly #path: string;
  #descriptor: number | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Reads every whole line. A last line without its line break was torn by a kill and is left out.
   * @throws {DamagedJournalError} when any other line is not a transaction.
   */
  read(): Operation[][] {
    if (!existsSync(this.#path)) return [];
    const lines = readFileSync(this.#path, 'utf8').split('\n');
    lines.pop();
    return lines.map((line, index) => {
      try {
        const parsed: unknown = JSON.parse(line);
        if (Array.isArray(parsed) && parsed.every(isOperation)) return parsed;
      } catch {
        // Falls through to the one error below, which names the line.
      }
      throw new DamagedJournalError(`${this.#path}: line ${index + 1} is not a transaction of the Stripe simulator`);
    });
  }

  /** Replaces the file by these transactions, atomically, and opens it for appending. */
  rewrite(transactions: Iterable<readonly Operation[]>): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    const fresh = `${this.#path}.new`;
    const descriptor = openSync(fresh, 'w', 0o600);
    for (const operations of transactions) writeWhole(descriptor, `${JSON.stringify(operations)}\n`);
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(fresh, this.#path);
    this.#descriptor = openSync(this.#path, 'a', 0o600);
  }

  append(operations: readonly Operation[]): void {
    if (this.#descriptor === undefined) throw new Error('The journal is closed');
    writeWhole(this.#descriptor, `${JSON.stringify(operations)}\n`);
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
}

function isOperation(value: unknown): value is Operation {
  if (typeof value !== 'object' || value === null) return false;
  if ('delete' in value) return typeof value.delete === 'string' && 'id' in value && typeof value.id === 'string';
  if (!('put' in value) || typeof value.put !== 'string' || !('entity' in value)) return false;
  const { entity } = value;
  return typeof entity === 'object' && entity !== null && 'id' in entity && typeof entity.id === 'string';
}
