// `app/api/kopai-session/route.ts`: hands a page its session. In the page: `configureKopai({ fetchSession: async () =>
// (await fetch('/api/kopai-session', { method: 'POST' })).json() })`.

import { kopaiClient, userOf } from '../../../lib/kopai.ts';

// #region route
export async function POST(request: Request): Promise<Response> {
  const userId = userOf(request);
  if (userId === null) return Response.json(null, { status: 401 });
  const session = await kopaiClient().sessions.create({ userId, scopes: ['wallet:read', 'topup'] });
  return Response.json(session, { headers: { 'cache-control': 'no-store' } });
}
// #endregion route
