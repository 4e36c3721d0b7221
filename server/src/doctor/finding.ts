import type { Clock } from '../clock.ts';
import type { Queryable } from '../db/index.ts';
import type { Stripe } from '../stripe/index.ts';

/** What was found at one place, and what to do about it. */
export interface Finding {
  readonly name: string;
  readonly state: 'well' | 'warning' | 'wrong';
  /** What was seen. */
  readonly detail: string;
  /** What to do, where something is to be done. */
  readonly remedy?: string;
}

/** Of the settings, those that something is found by. */
export interface Settings {
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly walArchive: string | undefined;
  readonly secretKey: string | undefined;
  readonly stripe: { readonly apiKey: string } | undefined;
  readonly allowedOrigins: readonly string[] | undefined;
  readonly settleAfterSeconds: number;
}

/** The deployment that is looked at. */
export interface Patient {
  readonly config: Settings;
  readonly databaseUrl: string;
  readonly db: Queryable;
  /** Undefined while the simulator stands in for it. */
  readonly stripe: Stripe | undefined;
  readonly clock: Clock;
}

export type Examination = (patient: Patient) => Promise<Finding | readonly Finding[]>;

/** Looks at one place each, by its name. */
export type Examinations = Readonly<Record<string, Examination>>;

export const well = (name: string, detail: string): Finding => ({ name, state: 'well', detail });
export const warning = (name: string, detail: string, remedy: string): Finding => ({
  name,
  state: 'warning',
  detail,
  remedy,
});
export const wrong = (name: string, detail: string, remedy: string): Finding => ({
  name,
  state: 'wrong',
  detail,
  remedy,
});
