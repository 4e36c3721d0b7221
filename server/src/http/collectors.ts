import { createHash } from 'node:crypto';
import { type KeyScope, Problem } from '@kopai/contracts';
import { authorize } from '../access/index.ts';
import { mayPass } from '../db/index.ts';
import { answeredWithin } from './answered-within.ts';
import type { Services } from './services.ts';

/** What a collector of metrics has to hold; `admin` holds everything. */
const scope: KeyScope = 'metrics:read';

/** For how long a credential is believed without the database, in ms. Each use begins it anew: a collector comes every few seconds. */
const believedMs = 5 * 60_000;

/** How long the database may take over one that is believed, in ms: a collector gives up after ten seconds. */
const answerWithinMs = 2_000;

/** Credentials that are remembered at most, by a hash: a collector or two. */
const rememberedMost = 16;

/**
 * Lets collectors of metrics in. While the database can't be asked, one that was let in a moment ago is let in again: metrics are wanted most when the
 * database is gone, they show no secret, and nobody can revoke a key meanwhile.
 */
export function admitCollectors({
  authenticate,
  clock,
}: Pick<Services, 'authenticate' | 'clock'>): (authorization: string | undefined) => Promise<void> {
  const believedUntilMs = new Map<string, number>();
  const remember = (credential: string) => {
    believedUntilMs.delete(credential);
    believedUntilMs.set(credential, clock() + believedMs);
    const [oldest] = believedUntilMs.keys();
    if (believedUntilMs.size > rememberedMost && oldest !== undefined) believedUntilMs.delete(oldest);
  };
  return async (authorization) => {
    const credential = createHash('sha256')
      .update(authorization ?? '')
      .digest('base64');
    const isBelieved = (believedUntilMs.get(credential) ?? 0) > clock();
    const asked = authenticate(authorization).then((caller) => authorize(caller, { key: scope }));
    try {
      await (isBelieved ? answeredWithin(answerWithinMs, asked) : asked);
    } catch (error) {
      const isOfTheDatabase = mayPass(error) || (error instanceof Problem && error.code === 'unavailable');
      if (!isOfTheDatabase) believedUntilMs.delete(credential);
      if (!isOfTheDatabase || !isBelieved) throw error;
    }
    remember(credential);
  };
}
