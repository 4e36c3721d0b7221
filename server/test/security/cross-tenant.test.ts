import { type EndpointName, endpointList, splitRoute } from '@kopai/contracts';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Writes, watchWrites } from '../../fuzz/writes.ts';
import { freshDatabase } from '../database.ts';
import type { RunningServer } from '../running-server.ts';
import { type Attempt, attempts } from './attempts.ts';
import { type Intruder, intruders } from './intruders.ts';
import { verdictOn } from './verdict.ts';
import { allSessionScopes, serverWithVictim, type Victim } from './victim.ts';

const rows = endpointList();

describe('what belongs to another', { timeout: 60_000 }, () => {
  let server: RunningServer;
  let victim: Victim;
  let callers: Intruder[];
  let writes: Writes;
  let ahead = 0;

  beforeAll(async () => {
    const database = await freshDatabase();
    ({ server, victim } = await serverWithVictim(database, () => Date.now() + ahead));
    callers = await intruders(server, async (work) => {
      ahead = -24 * 60 * 60_000;
      try {
        return await work();
      } finally {
        ahead = 0;
      }
    });
    writes = await watchWrites(database.pool);
  });

  const send = (route: string, attempt: Attempt, authorization: string | undefined) => {
    const { method, path } = splitRoute(route);
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => attempt.params?.[name] ?? '');
    return server.call(`${method} ${filled}${attempt.query === undefined ? '' : `?${attempt.query}`}`, {
      ...(attempt.body !== undefined && { body: attempt.body }),
      ...(authorization !== undefined && { headers: { Authorization: authorization } }),
    });
  };

  test('is reached for by every route of the table', () => {
    expect(Object.keys(attempts).sort()).toEqual(rows.map(({ name }) => name).sort());
    for (const { name, body, params } of rows) {
      const made = attempts[name](victim);
      expect(made.length, name).toBeGreaterThan(0);
      for (const attempt of made) {
        expect([name, attempt.body !== undefined]).toEqual([name, body !== undefined]);
        expect([name, attempt.params !== undefined]).toEqual([name, params !== undefined]);
      }
    }
  });

  describe.each(rows.map(({ name, route, callers: who }) => ({ name, route, who })))(
    '$route',
    ({ name, route, who }) => {
      test('refuses whoever may not, for the right reason, and leaves no trace', async () => {
        const before = await writes.mark();
        for (const attempt of attempts[name](victim)) {
          for (const { name: caller, authorization, standing } of callers) {
            const wanted = verdictOn(who, attempt, standing);
            if (wanted === 'allowed') continue;
            const response = await send(route, attempt, authorization);
            const { code, status } = await response.json();
            expect([caller, code, status]).toEqual([caller, wanted, response.status]);
          }
        }
        expect(await writes.mark()).toBe(before);
      });
    },
  );

  test('is in no list that others may read', async () => {
    for (const { name, authorization, standing } of callers) {
      if (standing.kind !== 'session' || standing.orgs.some(({ id }) => id === 'victims')) continue;
      for (const route of ['GET /v1/agents', `GET /v1/quotes?agent=${victim.privateAgent}`]) {
        const text = await (await send(route, {}, authorization)).text();
        expect([name, text.includes('"missing"'), text.includes(`"id":"${victim.privateAgent}"`)]).toEqual([
          name,
          route.includes('quotes'),
          false,
        ]);
        expect(text).not.toContain(`"agentId":"${victim.privateAgent}"`);
      }
    }
  });

  // What is refused above would have worked: so it was refused for who asked, and not for what was asked.
  test.each(rows.map(({ name, route, callers: who }) => ({ name, route, who })))(
    '$route works for whom it is meant',
    async ({ name, route, who }) => {
      const session = await server.kopai.sessions.create({
        userId: 'victim',
        orgs: [{ id: 'victims', role: 'owner' }],
        scopes: [...allSessionScopes],
      });
      const token = who.key === undefined && who.session !== undefined ? session.token : server.secretKey;
      const authorization = `Bearer ${isStream(name) ? session.token : token}`;
      for (const attempt of attempts[name](victim)) {
        const response = await send(route, attempt, authorization);
        await response.body?.cancel();
        // The second of two ways to end a hold comes too late, and a wallet without a plan has no portal.
        expect([200, 201, 409]).toContain(response.status);
      }
    },
  );
});

const isStream = (name: EndpointName): boolean => name === 'wallets.stream';
