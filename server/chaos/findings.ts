/** What a finding is about: a promise that is gone, one that was kept twice, anything else that is wrong, or a fault that broke nothing. */
export type FindingKind = 'lost' | 'doubled' | 'broken' | 'toothless';

/** Something that should not be, with what it takes to look at it. */
export interface Finding {
  readonly kind: FindingKind;
  /** What was looked at, with its keys. */
  readonly what: string;
  readonly expected: string;
  readonly seen: string;
}

/** All that was found, each said the moment it is found: a run that is ended early has said what it knew. */
export interface Findings {
  readonly all: readonly string[];
  count(kind: FindingKind): number;
  add(finding: Finding): void;
  /** What is found from now on is found here. */
  enter(where: string): void;
}

export function openFindings(say: (line: string) => void): Findings {
  const all: string[] = [];
  const counts = new Map<FindingKind, number>();
  let here = '';
  return {
    all,
    count: (kind) => counts.get(kind) ?? 0,
    add({ kind, what, expected, seen }) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      const text = `${kind.toUpperCase()} in ${here}: ${what}: expected ${expected}, saw ${seen}`;
      all.push(text);
      say(text);
    },
    enter(where) {
      here = where;
    },
  };
}
