import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
};

test('nothing set is a server of its own, simulated, with demo data', () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    port: 4242,
    stripe: undefined,
    stripeSimHost: '127.0.0.1',
    databaseUrl: undefined,
    demo: true,
    logLevel: 'info',
  });
  expect(config.dataDir).toMatch(/\.kopai$/);
  expect(Object.isFrozen(config)).toBe(true);
});

test('every wrong variable is named, all at once', () => {
  const faults = faultsOf({
    PORT: 'eighty',
    STRIPE_SIM_PORT: '99999',
    STRIPE_SIM_HOST: 'everywhere',
    DATABASE_URL: 'mysql://x',
    KOPAI_SECRET_KEY: 'secret',
    STRIPE_SECRET_KEY: 'pk_test_1',
    STRIPE_WEBHOOK_SECRET: 'whsec_a,nope',
    KOPAI_ALLOWED_ORIGINS: 'https://a.example,https://b.example/path',
    KOPAI_TRUSTED_PROXIES: '10.0.0.0/8,10.0.0.0/33',
    KOPAI_DRAIN_SECONDS: '3600',
    KOPAI_DEMO: 'perhaps',
    LOG_LEVEL: 'loud',
  });
  expect(faults.map((fault) => fault.slice(0, fault.indexOf(':')))).toEqual(
    [
      'STRIPE_SECRET_KEY',
      'STRIPE_WEBHOOK_SECRET',
      'PORT',
      'DATABASE_URL',
      'KOPAI_SECRET_KEY',
      'STRIPE_SIM_PORT',
      'STRIPE_SIM_HOST',
      'KOPAI_ALLOWED_ORIGINS',
      'KOPAI_TRUSTED_PROXIES',
      'KOPAI_DRAIN_SECONDS',
      'KOPAI_DEMO',
      'LOG_LEVEL',
    ].sort(
      (a, b) => faults.findIndex((fault) => fault.startsWith(a)) - faults.findIndex((fault) => fault.startsWith(b)),
    ),
  );
  expect(faults).toHaveLength(12);
});

test('Stripe comes with both of its variables or with none', () => {
  expect(faultsOf({ STRIPE_SECRET_KEY: 'sk_test_1' })).toEqual([expect.stringContaining('STRIPE_WEBHOOK_SECRET')]);
  expect(faultsOf({ STRIPE_WEBHOOK_SECRET: 'whsec_1' })).toEqual([expect.stringContaining('STRIPE_SECRET_KEY')]);
  expect(readConfig({ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1, whsec_2' }).stripe).toEqual({
    apiKey: 'sk_test_1',
    webhookSecrets: ['whsec_1', 'whsec_2'],
  });
});

test('a live key brings no demo data, and none may be asked for', () => {
  const live = { STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' };
  expect(readConfig(live).demo).toBe(false);
  expect(faultsOf({ ...live, KOPAI_DEMO: '1' })).toEqual([expect.stringContaining('KOPAI_DEMO')]);
});

test('port 0 makes the other ports free ones too', () => {
  expect(readConfig({ PORT: '0' })).toMatchObject({ port: 0, stripeSimPort: 0, demoPort: 0 });
  expect(readConfig({ PORT: '5000' })).toMatchObject({ port: 5000, stripeSimPort: 5001, demoPort: 5002 });
});
