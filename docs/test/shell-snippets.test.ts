import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigError, readConfig } from '@kopai/server/config';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOCS } from '../src/docs-folder.ts';
import { type GuideServer, serveGuide } from './serve-guide.ts';

const snippet = (name: string) => join(DOCS, 'snippets', name);
const lines = (name: string) => readFileSync(snippet(name), 'utf8').trim().split('\n');

describe('commands', () => {
  let server: GuideServer;
  let programs: string;

  beforeAll(async () => {
    server = await serveGuide();
    programs = await mkdtemp(join(tmpdir(), 'kopai-programs-'));
    for (const name of ['npm', 'curl', 'stripe']) await symlink(join(DOCS, 'test/stand-in.mjs'), join(programs, name));
  });
  afterAll(async () => {
    await server.close();
    await rm(programs, { recursive: true, force: true });
  });

  /** Runs a snippet to its end; a command that fails throws. */
  async function run(name: string): Promise<string> {
    const { serving, environment } = server;
    const { stdout } = await promisify(execFile)('sh', ['-eu', snippet(name)], {
      cwd: programs,
      env: {
        ...environment,
        PATH: `${programs}:${join(process.execPath, '..')}:/usr/bin:/bin`,
        STRIPE_SIM_PORT: new URL(serving.simulatorUrl ?? '').port,
        KOPAI_URL: serving.url,
        KOPAI_SECRET_KEY: serving.secretKey,
      },
    });
    return stdout;
  }

  test('start.sh and install.sh name what there is', async () => {
    await run('start.sh');
    await run('install.sh');
  });

  test('operate.sh migrates, makes a key and proves the ledger', async () => {
    const said = await run('operate.sh');
    expect(said).toContain('the schema is up to date');
    expect(said).toMatch(/key_\w+ {2}kopai_sk_\S+/);
    expect(said).toMatch(/\[sessions:write charges:write charges:read\]/);
    expect(said).toMatch(/(\d+) of \1 invariants hold/);
  });

  test('reconcile.sh compares with the simulator', async () => {
    expect(await run('reconcile.sh')).toContain('the ledger and Stripe agree');
  });

  test('rotate.sh changes the key of quotes', async () => {
    expect(await run('rotate.sh')).toMatch(/those of the one before are good until \d{4}-/);
  });

  test('watch.sh asks a server how it is', async () => {
    const said = await run('watch.sh');
    expect(said).toContain('{"status":"ok"}');
    expect(said).toContain('{"status":"ready"}');
    for (const metric of ['kopai_http_request_duration_seconds', 'kopai_live_streams', 'nodejs_eventloop_lag_seconds'])
      expect(said).toContain(metric);
  });

  test('stripe.sh asks for exactly the events that the server acts on', async () => {
    const said = await run('stripe.sh');
    const asked = Array.from(said.matchAll(/enabled_events\[\]=(\S+)/g), ([, type]) => type);
    const dispatched = readFileSync(join(DOCS, '../server/src/stripe/dispatch.ts'), 'utf8');
    const acted = Array.from(dispatched.matchAll(/case '([\w.]+)':/g), ([, type]) => type);
    expect(asked.sort()).toEqual(acted.sort());
    expect(said).toContain('/webhooks/stripe');
  });
});

describe('settings', () => {
  const read = (name: string, more: Record<string, string> = {}) => {
    const settings = lines(name).filter((line) => !line.startsWith('#'));
    return readConfig({ ...Object.fromEntries(settings.map((line) => line.split(/=(.*)/s))), ...more });
  };

  test('every file of them is one that the server takes', () => {
    expect(globSync('*.env', { cwd: join(DOCS, 'snippets') }).sort()).toEqual([
      'production.env',
      'rotation.env',
      'test-keys.env',
    ]);
    expect(read('production.env')).toMatchObject({ demo: false, allowedOrigins: ['https://app.example.com'] });
    expect(read('test-keys.env').stripe?.apiKey).toMatch(/^sk_test_/);
    expect(read('rotation.env', { STRIPE_SECRET_KEY: 'sk_test_1' }).stripe?.webhookSecrets).toHaveLength(2);
  });

  test('one of Stripe’s two without the other ends the start', () => {
    expect(() => read('rotation.env')).toThrow(ConfigError);
  });
});
