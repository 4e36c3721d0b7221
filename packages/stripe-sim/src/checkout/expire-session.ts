import { emit } from '../events/emit.ts';
import { cancelPaymentIntent } from '../payment-intents/payment-intent.ts';
import type { World } from '../world/world.ts';
import { intentOf, presentSession, type SessionRecord, sessions } from './session.ts';

/** Ends an open session, and the payment that was begun in it. */
export function expireSession(world: World, session: SessionRecord): SessionRecord {
  const intent = intentOf(world, session);
  if (intent) cancelPaymentIntent(world, intent, 'expired');
  const expired = world.store.in(sessions).put({ ...session, status: 'expired' });
  emit(world, 'checkout.session.expired', presentSession(world, expired));
  return expired;
}

/** Expires the sessions whose time is over. */
export function expireDueSessions(world: World): void {
  const now = world.clock.now();
  for (const session of [...world.store.in(sessions).all()]) {
    if (session.status === 'open' && session.expires_at <= now) expireSession(world, session);
  }
}
