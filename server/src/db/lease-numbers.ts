import { keepConnected } from './keep-connected.ts';

export interface LeaseOptions {
  readonly url: string;
  /** Names what is leased: numbers of one kind are unique among the processes that lease it. */
  readonly kind: number;
  /** Numbers are 0 up to this, exclusive. */
  readonly below: number;
  readonly count: number;
  readonly onError: (error: unknown) => void;
}

/** Numbers that no other process has while this one lives. */
export interface Lease {
  /** As they are now: after a lost connection they may be others. */
  numbers(): readonly number[];
  close(): Promise<void>;
}

/**
 * Leases numbers by advisory locks of a connection that is kept: they are free again when the process is gone, however it went. When all are
 * taken, numbers are shared; whoever needs them alone for more than speed must not use this.
 */
export async function leaseNumbers({ url, kind, below, count, onError }: LeaseOptions): Promise<Lease> {
  let numbers: readonly number[] = [];
  const close = await keepConnected({
    url,
    applicationName: 'kopai lease',
    onError,
    async prepare(client) {
      const taken: number[] = [];
      for (let number = 0; number < below && taken.length < count; number += 1) {
        const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1, $2) as got', [
          kind,
          number,
        ]);
        if (rows[0]?.got) taken.push(number);
      }
      numbers = Array.from({ length: count }, (_, i) => taken[i] ?? i % below);
    },
  });
  return { numbers: () => numbers, close };
}
