import type { ServedBench } from './front-door.ts';

/** What servers say of their charges since they started. */
export interface ChargeCounts {
  readonly made: number;
  readonly batches: number;
  /** Decided under locks, since what was remembered was no longer so. */
  readonly locked: number;
}

/** Adds up the counters of all servers, from where an operator reads them. */
export async function chargeCounts(servers: readonly ServedBench[]): Promise<ChargeCounts> {
  const texts = await Promise.all(
    servers.map(async ({ url, secretKey }) => {
      const answer = await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${secretKey}` } });
      return answer.text();
    }),
  );
  const sum = (line: RegExp) => texts.reduce((total, text) => total + Number(line.exec(text)?.[1] ?? 0), 0);
  return {
    made: sum(/^kopai_charges_total\{outcome="made"\} (\S+)$/m),
    batches: sum(/^kopai_charge_batches_total (\S+)$/m),
    locked: sum(/^kopai_charges_locked_total (\S+)$/m),
  };
}
