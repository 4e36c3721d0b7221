/** A number in a sentence: as its reader writes it, and as what the sentence is declined by. */
export interface Counted {
  /** The number, formatted. */
  readonly text: string;
  /** How many it is. It chooses between singular and plural, and is never calculated with. */
  readonly count: number;
}
