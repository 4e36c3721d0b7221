import { type Callers, endpointList, splitRoute } from '@kopai/contracts';
import { expect } from 'vitest';
import type { Stage } from '../stage.ts';
import type { Story } from '../stories.ts';

/** Who may call what: every row of the table is tried by callers whom it does not name. */
export const authority: Story = {
  title: 'authority',
  async play(stage) {
    stage.tell('Whom a row does not name is refused, before anything else is looked at.');
    const { key } = await stage.backend.keys.create({ name: 'Weak', scopes: ['charges:read'] });
    const { token } = await stage.backend.sessions.create({ userId: 'authority-ann', scopes: [] });
    for (const { name, route, callers } of endpointList()) {
      if (callers.anyone) continue;
      const came = {
        anyone: await codeOf(stage, route, undefined),
        session: await codeOf(stage, route, token),
        key: await codeOf(stage, route, key),
      };
      stage.transcript.show({ endpoint: name, refused: came });
      expect(came, name).toEqual(expectedOf(callers));
    }
  },
};

function expectedOf({ key, session }: Callers) {
  const refused = (wanted: string | undefined, has: string) =>
    wanted === undefined ? 'credential_forbidden' : wanted === has ? expect.anything() : 'scope_missing';
  return { anyone: 'unauthenticated', session: refused(session, 'any'), key: refused(key, 'charges:read') };
}

/** What a request without a word in it is answered. */
async function codeOf(stage: Stage, route: string, as: string | undefined): Promise<string> {
  const { method, path } = splitRoute(route);
  const response = await stage.atOnce.fetch(stage.subject.baseUrl + path.replaceAll(/\{\w+\}/g, 'x'), {
    method,
    ...(as !== undefined && { headers: { authorization: `Bearer ${as}` } }),
  });
  const { code } = (await response.json()) as { code?: string };
  return code ?? String(response.status);
}
