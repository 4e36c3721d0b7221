/** What a client asks of one wallet, or of a price that all wallets pay. Amounts are microcredits. */
export type Call =
  | { readonly kind: 'grant'; readonly amount: bigint }
  | {
      readonly kind: 'charge';
      readonly agent: string;
      readonly user: string;
      readonly message: string;
      readonly hold: boolean;
    }
  | { readonly kind: 'end'; readonly ending: 'capture' | 'release' | 'refund'; readonly message: string }
  | { readonly kind: 'read' }
  | { readonly kind: 'price'; readonly agent: string; readonly infra: bigint }
  | { readonly kind: 'budget'; readonly user: string; readonly limit: bigint | null };

/** One call of a recorded history, on one clock for all clients. */
export interface Operation {
  readonly client: number;
  /** Undefined for a price, which is every wallet's. */
  readonly wallet: string | undefined;
  readonly call: Call;
  readonly startMs: number;
  /** Infinity where no answer came: it may have happened at any time since, or never. */
  readonly endMs: number;
  /** What was answered, in the model's words; undefined where nobody knows. */
  readonly answer: string | undefined;
}

/** A history as a person reads it, in the order of the calls. */
export function printHistory(history: readonly Operation[]): string {
  const [first] = history.toSorted((a, b) => a.startMs - b.startMs);
  const at = (ms: number) => (ms === Infinity ? 'never' : (ms - (first?.startMs ?? 0)).toFixed(1)).padStart(8);
  return history
    .toSorted((a, b) => a.startMs - b.startMs)
    .map(({ client, call, startMs, endMs, answer }) => {
      const { kind, ...what } = call;
      const words = Object.entries(what).map(([name, value]) => `${name}=${value}`);
      return `client ${client} ${at(startMs)} -${at(endMs)} ms  ${[kind, ...words].join(' ')} -> ${answer ?? '?'}`;
    })
    .join('\n');
}
