import { ControlError, readChoice } from '../http/control-error.ts';
import type { ControlRoute } from '../http/route.ts';
import type { World } from '../world/world.ts';
import { completionUrl } from './completion-url.ts';
import { intentOf, presentSession, type SessionRecord, sessions } from './session.ts';
import { settleSession, submitPayment } from './submit-payment.ts';

const controlPayer = { email: 'customer@example.com', name: 'Simulated Customer' };

/** What the buttons of the pages do, for tests and scripts. */
export const checkoutControls: readonly ControlRoute[] = [
  {
    method: 'POST',
    path: '/_sim/checkout/:id',
    handle(world, { body, path }) {
      const outcome = readChoice(body, 'outcome', ['paid', 'pay_later', 'declined', 'canceled']);
      const session = knownSession(world, path('id'));
      if (session.status !== 'open') throw new ControlError(`The session is ${session.status}, not open`, 409);
      if (outcome === 'canceled') return answer(world, outcome, session, session.cancel_url);
      const after = submitPayment(world, session, outcome, controlPayer);
      return answer(world, outcome, after, after.status === 'complete' ? completionUrl(after) : null);
    },
  },
  {
    method: 'POST',
    path: '/_sim/async/:id',
    handle(world, { body, path }) {
      const outcome = readChoice(body, 'outcome', ['succeeded', 'failed']);
      const session = knownSession(world, path('id'));
      const intent = intentOf(world, session);
      if (intent?.status !== 'processing') throw new ControlError('No payment of this session is under way', 409);
      return answer(world, outcome, settleSession(world, session, intent, outcome), null);
    },
  },
];

function answer(world: World, outcome: string, session: SessionRecord, redirect: string | null): object {
  return { outcome, redirect, session: presentSession(world, session) };
}

function knownSession(world: World, id: string): SessionRecord {
  const session = world.store.in(sessions).get(id);
  if (!session) throw new ControlError(`There is no checkout session ${id}`, 404);
  return session;
}
