import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { microcreditsPerCredit, parseCredits } from '@kopai/contracts';

/** Everything the environment decides, read once. Frozen; nothing else reads the environment. */
export interface Config {
  /** The API's port; 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** PostgreSQL to use; without one the server runs its own in `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** Absolute path of the data folder. */
  readonly dataDir: string;
  /** Where the embedded database archives its log, as an absolute path; it doesn't unless this is set. */
  readonly walArchive: string | undefined;
  /** The first admin key. */
  readonly secretKey: string | undefined;
  /** Real Stripe; without it the simulator runs. */
  readonly stripe: { readonly apiKey: string; readonly webhookSecrets: readonly string[] } | undefined;
  readonly stripeSimPort: number;
  /** Loopback, unless the simulator is in a container, which nobody enters but by the ports that were published. */
  readonly stripeSimHost: '127.0.0.1' | '0.0.0.0';
  readonly allowedOrigins: readonly string[] | undefined;
  /** Proxies in front of this server, as addresses or networks: what they say of where a request comes from is believed. */
  readonly trustedProxies: readonly string[];
  readonly demo: boolean;
  readonly demoPort: number;
  /** How long a creator's share stays pending before it can be withdrawn, in seconds. */
  readonly settleAfterSeconds: number;
  /** How long a process that was told to stop goes on serving after it says that it is not ready, in seconds: what a balancer needs to notice. */
  readonly drainSeconds: number;
  /** The least that is paid out to a creator, in microcredits. */
  readonly minimumPayout: bigint;
  readonly logLevel: LogLevel;
  /** Where traces are sent; nothing is traced unless it is set. */
  readonly tracing: TracingTarget | undefined;
}

/** A collector of OpenTelemetry. */
export interface TracingTarget {
  /** Takes OTLP over HTTP, as JSON. */
  readonly endpoint: string;
  /** The share of traces that begin here and are kept, from 0 to 1. */
  readonly ratio: number;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export const defaultPort = 4242;

/** Longer than any balancer takes to notice that a process is not ready, in seconds. */
const drainMost = 120;

/** What `readConfig` throws: one line for each variable that is missing or wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings; throws `ConfigError` that names each wrong variable and what it should be. */
export function readConfig(env: Environment = process.env): Config {
  const faults: string[] = [];
  const text = (name: string): string | undefined => env[name]?.trim() || undefined;
  const fault = (name: string, wanted: string) => faults.push(`${name}: ${wanted}`);

  const port = portOf('PORT', defaultPort);
  const stripe = stripeOf();
  const live = stripe?.apiKey.startsWith('sk_live_') ?? false;
  const config: Config = {
    port,
    host: text('KOPAI_HOST') ?? '127.0.0.1',
    databaseUrl: databaseUrlOf(),
    dataDir: resolve(text('KOPAI_DATA_DIR') ?? '.kopai'),
    walArchive: walArchiveOf(),
    secretKey: secretKeyOf(),
    stripe,
    stripeSimPort: portOf('STRIPE_SIM_PORT', port === 0 ? 0 : port + 1),
    stripeSimHost: stripeSimHostOf(),
    allowedOrigins: originsOf(),
    trustedProxies: proxiesOf(),
    demo: switchOf('KOPAI_DEMO', !live),
    demoPort: portOf('KOPAI_DEMO_PORT', port === 0 ? 0 : port + 2),
    settleAfterSeconds: secondsOf('KOPAI_SETTLE_AFTER', 24 * 60 * 60),
    drainSeconds: drainOf(),
    minimumPayout: creditsOf('KOPAI_MINIMUM_PAYOUT', 100n * microcreditsPerCredit),
    logLevel: logLevelOf(),
    tracing: tracingOf(),
  };
  if (live && config.demo)
    fault('KOPAI_DEMO', 'must be 0 with a live Stripe key: demo data has no place beside real money');
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze(config);

  function portOf(name: string, fallback: number): number {
    const value = text(name);
    if (value === undefined) return fallback;
    if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
    fault(name, `must be a port from 0 to 65535, not ${JSON.stringify(value)}`);
    return fallback;
  }

  function stripeSimHostOf(): Config['stripeSimHost'] {
    const value = text('STRIPE_SIM_HOST') ?? '127.0.0.1';
    if (value === '127.0.0.1' || value === '0.0.0.0') return value;
    fault('STRIPE_SIM_HOST', `must be 127.0.0.1 or 0.0.0.0, not ${JSON.stringify(value)}`);
    return '127.0.0.1';
  }

  function secondsOf(name: string, fallback: number): number {
    const value = text(name);
    if (value === undefined) return fallback;
    if (/^\d{1,8}$/.test(value)) return Number(value);
    fault(name, `must be a whole number of seconds, not ${JSON.stringify(value)}`);
    return fallback;
  }

  function drainOf(): number {
    const seconds = secondsOf('KOPAI_DRAIN_SECONDS', 0);
    if (seconds <= drainMost) return seconds;
    fault('KOPAI_DRAIN_SECONDS', `must be ${drainMost} at most`);
    return 0;
  }

  function creditsOf(name: string, fallback: bigint): bigint {
    const value = text(name);
    if (value === undefined) return fallback;
    try {
      const amount = parseCredits(value);
      if (amount > 0n) return amount;
    } catch {
      // Falls through to the one answer for all that is no amount.
    }
    fault(name, `must be an amount of credits above 0, such as 100, not ${JSON.stringify(value)}`);
    return fallback;
  }

  function databaseUrlOf(): string | undefined {
    const value = text('DATABASE_URL');
    if (value !== undefined && !/^postgres(ql)?:\/\//.test(value)) {
      fault('DATABASE_URL', 'must be a PostgreSQL URL, such as postgres://user:password@host:5432/kopai');
    }
    return value;
  }

  function walArchiveOf(): string | undefined {
    const value = text('KOPAI_WAL_ARCHIVE');
    // It stands in a command that PostgreSQL runs by a shell.
    if (value !== undefined && !/^[A-Za-z0-9._/ -]+$/.test(resolve(value)))
      fault('KOPAI_WAL_ARCHIVE', 'must be a folder whose path has letters, digits, spaces and any of . _ - / alone');
    return value && resolve(value);
  }

  function secretKeyOf(): string | undefined {
    const value = text('KOPAI_SECRET_KEY');
    if (value !== undefined && !/^kopai_sk_[\x21-\x7e]{1,256}$/.test(value)) {
      fault('KOPAI_SECRET_KEY', 'must be kopai_sk_ followed by a secret, best by 32 random characters');
    }
    return value;
  }

  function stripeOf(): Config['stripe'] {
    const apiKey = text('STRIPE_SECRET_KEY');
    const secrets = text('STRIPE_WEBHOOK_SECRET')
      ?.split(',')
      .map((secret) => secret.trim());
    if (apiKey === undefined && secrets === undefined) return undefined;
    if (apiKey === undefined)
      fault('STRIPE_SECRET_KEY', 'is missing; STRIPE_WEBHOOK_SECRET is set, and they come together');
    else if (!/^(sk|rk)_(test|live)_\w+$/.test(apiKey))
      fault('STRIPE_SECRET_KEY', 'must be a secret key, sk_test_… or sk_live_…');
    if (secrets === undefined) fault('STRIPE_WEBHOOK_SECRET', 'is missing; without it no payment could be believed');
    else if (!secrets.every((secret) => /^whsec_.+$/.test(secret))) {
      fault('STRIPE_WEBHOOK_SECRET', 'must be whsec_…, or two of them with a comma during a rotation');
    }
    return { apiKey: apiKey ?? '', webhookSecrets: secrets ?? [] };
  }

  function originsOf(): string[] | undefined {
    const list = text('KOPAI_ALLOWED_ORIGINS')
      ?.split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== '');
    for (const origin of list ?? []) {
      if (URL.canParse(origin) && new URL(origin).origin === origin) continue;
      fault('KOPAI_ALLOWED_ORIGINS', `${JSON.stringify(origin)} is not an origin, such as https://app.example.com`);
    }
    return list;
  }

  function proxiesOf(): string[] {
    const list = (text('KOPAI_TRUSTED_PROXIES') ?? '')
      .split(',')
      .map((proxy) => proxy.trim())
      .filter((proxy) => proxy !== '');
    for (const proxy of list) {
      const [address = '', bits] = proxy.split('/');
      const most = isIP(address) === 6 ? 128 : 32;
      const isNetwork = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
      if (isIP(address) !== 0 && isNetwork) continue;
      fault('KOPAI_TRUSTED_PROXIES', `${JSON.stringify(proxy)} is no address or network, such as 10.0.0.0/8`);
    }
    return list;
  }

  function switchOf(name: string, fallback: boolean): boolean {
    const value = text(name);
    if (value === undefined) return fallback;
    if (value === '1' || value === 'true') return true;
    if (value !== '0' && value !== 'false') fault(name, `must be 0 or 1, not ${JSON.stringify(value)}`);
    return false;
  }

  /** The standard variables of OpenTelemetry; those that name the service and send headers are read by its own library. */
  function tracingOf(): TracingTarget | undefined {
    const base = text('OTEL_EXPORTER_OTLP_ENDPOINT')?.replace(/\/$/, '');
    const endpoint = text('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') ?? (base && `${base}/v1/traces`);
    if (endpoint === undefined || switchOf('OTEL_SDK_DISABLED', false)) return undefined;
    if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol))
      fault('OTEL_EXPORTER_OTLP_ENDPOINT', 'must be the URL of a collector, over HTTP, such as http://collector:4318');
    const ratio = Number(text('OTEL_TRACES_SAMPLER_ARG') ?? 1);
    if (!(ratio >= 0 && ratio <= 1)) fault('OTEL_TRACES_SAMPLER_ARG', 'must be a share from 0 to 1');
    return { endpoint, ratio };
  }

  function logLevelOf(): LogLevel {
    const value = text('LOG_LEVEL');
    const level = logLevels.find((known) => known === (value ?? 'info'));
    if (!level) fault('LOG_LEVEL', `must be one of ${logLevels.join(', ')}`);
    return level ?? 'info';
  }
}
