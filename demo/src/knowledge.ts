import { type EntitlementCheck, type Kopai, KopaiError } from '@kopai/sdk';
import type { Persona } from './visitors.ts';

/** A file that a person's agents may look things up in. This site keeps its name and size only: its agents are canned. */
export interface KnowledgeFile {
  readonly name: string;
  readonly bytes: number;
}

/** People remembered, oldest forgotten first: memory, not an archive. */
const peopleMost = 500;
const filesMost = 100;

/** The files of each person since the site started. */
export class Knowledge {
  readonly #files = new Map<string, readonly KnowledgeFile[]>();

  of(persona: Persona): readonly KnowledgeFile[] {
    return this.#files.get(persona.id) ?? [];
  }

  /** Adds a PDF if the person's plan has room for it. Throws `PlanLimitError` when it has not. */
  async add(operator: Kopai, persona: Persona, file: KnowledgeFile): Promise<void> {
    const check = await operator.plans.check({
      wallet: `user:${persona.id}`,
      feature: 'knowledgeBasePdf',
      quantity: this.of(persona).length + 1,
      bytes: file.bytes,
    });
    if (!check.allowed) throw planLimit(check);
    if (this.of(persona).length >= filesMost) throw new KopaiError(tooMany);
    const files = [...this.of(persona), file];
    this.#files.delete(persona.id);
    this.#files.set(persona.id, files);
    const [oldest] = this.#files.keys();
    if (this.#files.size > peopleMost && oldest !== undefined) this.#files.delete(oldest);
  }

  /** Takes a file away by its place in the list; one that is gone already stays gone. */
  remove(persona: Persona, place: number): void {
    this.#files.set(
      persona.id,
      this.of(persona).filter((_, at) => at !== place),
    );
  }
}

const tooMany = {
  code: 'invalid_request',
  status: 400,
  detail: `This site keeps ${filesMost} files a person.`,
} as const;

/** The plan does not reach: its status tells a page to offer another one. */
export class PlanLimitError extends Error {
  override readonly name = 'PlanLimitError';
}

function planLimit({ reason, limit }: EntitlementCheck): PlanLimitError {
  if (reason === 'quantity_exceeded' && limit) {
    return new PlanLimitError(`Your plan holds ${limit.quantity} ${limit.quantity === 1 ? 'file' : 'files'}.`);
  }
  if (reason === 'bytes_exceeded' && limit) {
    return new PlanLimitError(`On your plan a file has at most ${sizeText(limit.bytes)}.`);
  }
  return new PlanLimitError('Your plan has no knowledge base.');
}

/** `2097152` -> `2 MB`, rounded up to a tenth so that a file over a bound never looks like one at it. */
export function sizeText(bytes: number): string {
  const megabyte = 1024 * 1024;
  if (bytes < megabyte) return `${Math.ceil(bytes / 1024)} kB`;
  return `${Math.ceil((bytes * 10) / megabyte) / 10} MB`;
}
