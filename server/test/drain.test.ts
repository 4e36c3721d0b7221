import express from 'express';
import { describe, expect, test } from 'vitest';
import { listenHttp } from '../src/http/index.ts';
import { rawConnection, statusesIn } from './security/raw-connection.ts';
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
});
