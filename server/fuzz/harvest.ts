/**
 * What answers have shown and later requests name again: ids, by their prefix, and tokens of quotes. A request holds a placeholder for such a
 * value, because it is drawn before it is known which there are.
 */
export interface Harvest {
  /** Takes from an answer what can be named again. */
  gather(text: string): void;
  /** Puts values in the place of the placeholders of a text. */
  fill(text: string): string;
}

const placeholder = /⟨([a-z]+):(\d+)⟩/g;

/** Stands for the `index`th of the values of a kind; for one that does not exist while there is none. */
export const placeholderFor = (kind: string, index: number): string => `⟨${kind}:${index}⟩`;

/** Values kept of a kind: the newest, as what has just been made is the most promising to be changed. */
const keptMost = 60;

/** @param untouchable ids that are not to be named, such as that of the key that the fuzzer itself comes with */
export function createHarvest(untouchable: ReadonlySet<string>): Harvest {
  const byKind = new Map<string, string[]>();
  const keep = (kind: string, value: string) => {
    const values = byKind.get(kind) ?? [];
    if (untouchable.has(value) || values.includes(value)) return;
    byKind.set(kind, [...values, value].slice(-keptMost));
  };
  return {
    gather(text) {
      for (const [id, prefix = ''] of text.matchAll(/\b([a-z]{3})_[0-9a-hjkmnp-tv-z]{26}\b/g)) keep(prefix, id);
      for (const [, token = ''] of text.matchAll(/"token":"(ey[^"]+)"/g)) keep('quote', token);
      for (const [, cursor = ''] of text.matchAll(/"nextCursor":"([^"]+)"/g)) keep('cursor', cursor);
    },
    fill: (text) =>
      text.replaceAll(placeholder, (_, kind: string, index: string) => {
        const values = byKind.get(kind) ?? [];
        return values[Number(index) % Math.max(1, values.length)] ?? `${kind}_${'0'.repeat(26)}`;
      }),
  };
}
