import { pageLimitDefault } from '@kopai/contracts';
import { listActs } from '../../audit/index.ts';
import type { Handlers } from '../call.ts';
import { pageOf, positionOf } from '../cursor.ts';
import type { Services } from '../services.ts';

export const auditHandlers = ({ pool }: Services): Pick<Handlers, 'auditLog.list'> => ({
  'auditLog.list': async ({ query }) => {
    const limit = query.limit ?? pageLimitDefault;
    const acts = await listActs(pool, { subject: query.subject, before: positionOf(query.cursor), limit });
    return pageOf(acts, limit, (act) => act.id);
  },
});
