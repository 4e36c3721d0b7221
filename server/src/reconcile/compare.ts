import { centsToCredits } from '@kopai/contracts';
import type { LedgerItem } from './ledger-cash.ts';
import { type CashKind, cashKinds, type ProviderMovement } from './provider.ts';

/** An item on which ledger and provider disagree. Amounts are microcredits; null where the item does not exist. */
export interface Difference {
  readonly kind: CashKind;
  readonly subject: string;
  readonly ours: string | null;
  readonly is: 'missing here' | 'missing there' | 'other amount';
  readonly here: bigint | null;
  readonly there: bigint | null;
}

interface Sum {
  readonly count: number;
  readonly amount: bigint;
}

/** What comparing found. All amounts are microcredits, as the platform has them: positive for money that came in. */
export interface Comparison {
  readonly differences: readonly Difference[];
  readonly totals: readonly { readonly kind: CashKind; readonly here: Sum; readonly there: Sum }[];
  /** What the provider kept for itself. Shown, and no difference: the ledger counts what payers paid. */
  readonly fees: bigint;
  /** Movements of the balance that are not the ledger's, such as subscriptions, by category. */
  readonly others: readonly ({ readonly category: string } & Sum)[];
}

interface Item {
  readonly kind: CashKind;
  readonly subject: string;
  ours: string | null;
  here: bigint | null;
  there: bigint | null;
}

/**
 * Sets the ledger's cash against the provider's movements, item by item. A payment or transfer is the ledger's when the ledger knows it
 * or when the provider was told our id of it; anything else on the same account is somebody else's affair, and only summed. Movements of
 * one item are netted: a refund that failed, a dispute that was won.
 */
export function compare(ledger: readonly LedgerItem[], provider: readonly ProviderMovement[]): Comparison {
  const items = new Map<string, Item>();
  const itemOf = (kind: CashKind, subject: string): Item => {
    const key = `${kind} ${subject}`;
    const item = items.get(key) ?? { kind, subject, ours: null, here: null, there: null };
    items.set(key, item);
    return item;
  };
  const ourSubjects = new Map<string, string>();
  for (const { subject, ours } of ledger) ourSubjects.set(subject, ours);
  for (const { subject, ours } of provider) if (subject !== null && ours !== null) ourSubjects.set(subject, ours);

  for (const { kind, subject, ours, amount } of ledger) {
    const item = itemOf(kind, subject);
    item.ours = ours;
    item.here = (item.here ?? 0n) + amount;
  }
  const others = new Map<string, Sum>();
  let fees = 0n;
  for (const { kind, subject, category, cents, feeCents, currency } of provider) {
    fees += centsToCredits(feeCents);
    const isOurs = kind !== null && subject !== null && ourSubjects.has(subject) && currency === 'usd';
    if (isOurs) {
      const item = itemOf(kind, subject);
      item.ours ??= ourSubjects.get(subject) ?? null;
      item.there = (item.there ?? 0n) + centsToCredits(cents);
    } else {
      const name = currency === 'usd' ? category : `${category} in ${currency}`;
      others.set(name, plus(others.get(name), centsToCredits(cents)));
    }
  }
  return {
    differences: [...items.values()].flatMap(differenceOf),
    totals: totalsOf([...items.values()]),
    fees,
    others: [...others].map(([category, sum]) => ({ category, ...sum })),
  };
}

/** An item that nets to zero on one side is as good as one that was never there. */
function differenceOf(item: Item): Difference[] {
  const { here, there } = item;
  if ((here ?? 0n) === (there ?? 0n)) return [];
  const is = here === null ? 'missing here' : there === null ? 'missing there' : 'other amount';
  return [{ ...item, is }];
}

const plus = (sum: Sum | undefined, amount: bigint): Sum => ({
  count: (sum?.count ?? 0) + 1,
  amount: (sum?.amount ?? 0n) + amount,
});

const totalsOf = (items: readonly Item[]): Comparison['totals'] =>
  cashKinds.map((kind) => ({
    kind,
    here: sumOf(items.filter((item) => item.kind === kind).map(({ here }) => here)),
    there: sumOf(items.filter((item) => item.kind === kind).map(({ there }) => there)),
  }));

const sumOf = (amounts: readonly (bigint | null)[]): Sum =>
  amounts.reduce((sum: Sum, amount) => (amount === null ? sum : plus(sum, amount)), { count: 0, amount: 0n });
