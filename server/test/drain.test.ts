import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { listenHttp } from '../src/http/index.ts';
import { serve } from '../src/main.ts';
import { freshDatabase } from './database.ts';
import { serveProcess } from './process.ts';
import { rawConnection, statusesIn } from './security/raw-connection.ts';
import { unreliably } from './unreliable-database.ts';
import { until } from './until.ts';

const request = 'GET /held HTTP/1.1\r\nHost: x\r\n';

/** A server whose one route answers when it is let. */
async function startHolding() {
  const gate = Promise.withResolvers<void>();
  let begun = 0;
  const app = express().get('/held', async (_request, response) => {
    begun += 1;
    await gate.promise;
    response.json({ held: true });
  });
  return { listening: await listenHttp(app, 0, '127.0.0.1'), letGo: gate.resolve, begun: () => begun };
}

describe('a process that was told to stop', () => {
  test('answers what is under way, and says that the connection ends with it', async () => {
    const { listening, letGo, begun } = await startHolding();
    const { send, closed } = rawConnection(listening.url);
    send(`${request}\r\n`);
    await until(async () => begun() === 1);
    const closing = listening.close();
    letGo();
    const heard = await closed;
    expect(statusesIn(heard)).toEqual([200]);
    expect(heard).toContain('Connection: close');
    await closing;
  });

  test('answers a request that was on its way, and takes no other from a client that never pauses', async () => {
    const { listening, letGo, begun } = await startHolding();
    const { send, closed } = rawConnection(listening.url);
    letGo();
    send(request);
    await until(async () => (await listening.connections()) === 1);
    // A request that is complete lets the server see the half of another one behind it.
    send(`\r\n${request}`);
    await until(async () => begun() === 1);
    const closing = listening.close();
    send('\r\n');
    const heard = await closed;
    expect(statusesIn(heard)).toEqual([200, 200]);
    expect(heard.match(/Connection: close/g)).toHaveLength(1);
    await closing;
  });

  test('goes on for as long as a balancer needs to notice, and is not ready meanwhile', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kopai-drain-'));
    const { url: databaseUrl } = await freshDatabase();
    const noticed = Promise.withResolvers<void>();
    let pausedMs: number | undefined;
    const settings = {
      PORT: '0',
      KOPAI_DATA_DIR: folder,
      KOPAI_DEMO: '0',
      LOG_LEVEL: 'silent',
      KOPAI_DRAIN_SECONDS: '7',
    };
    const serving = await serve(readConfig({ ...settings, DATABASE_URL: databaseUrl }), {
      pause: (ms) => {
        pausedMs = ms;
        return noticed.promise;
      },
    });
    /** By a connection of its own, as a balancer's would be. */
    const ask = async (path: string) => {
      const { send, closed } = rawConnection(serving.url);
      send(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      return statusesIn(await closed);
    };
    expect([await ask('/readyz'), await ask('/v1/packs')]).toEqual([[200], [200]]);
    const closing = serving.close();
    await until(async () => pausedMs !== undefined);
    expect(pausedMs).toBe(7_000);
    expect([await ask('/readyz'), await ask('/v1/packs'), await ask('/healthz')]).toEqual([[503], [200], [200]]);
    noticed.resolve();
    await closing;
    expect(await ask('/healthz'), 'nobody listens any more').toEqual([]);
    await rm(folder, { recursive: true, force: true });
  });

  test('leaves by itself although its database is away', async () => {
    const { url, network } = await unreliably((await freshDatabase()).url);
    const served = await serveProcess({ DATABASE_URL: url, KOPAI_SECRET_KEY: `kopai_sk_${'d'.repeat(32)}` });
    await network.close();
    await until(async () => (await fetch(`${served.url}/readyz`)).status === 503);
    served.process.kill('SIGTERM');
    // Had it waited for what can't end, it would have ended itself with 1.
    expect(await served.process.ended).toMatchObject({ code: 0, signal: null });
  });
});
