import type { Fault } from './fault.ts';
import { networkFaults } from './network-faults.ts';
import { processFaults } from './process-faults.ts';
import { storageFaults } from './storage-faults.ts';
import { stripeFaults } from './stripe-faults.ts';

/** Everything that is broken, by what the report calls it. */
export const faults: Readonly<Record<string, Fault>> = {
  ...processFaults,
  ...networkFaults,
  ...storageFaults,
  ...stripeFaults,
};
