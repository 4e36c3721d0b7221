import { callerName, walletFor } from '../../access/index.ts';
import { readAutoTopup, setAutoTopup } from '../../topups/index.ts';
import type { Handlers } from '../call.ts';
import type { Services } from '../services.ts';

type AutoTopupHandlers = Pick<Handlers, 'autoTopup.put' | 'autoTopup.get'>;

export const autoTopupHandlers = (services: Services): AutoTopupHandlers => ({
  'autoTopup.put': ({ params, body, caller }) =>
    setAutoTopup(services, {
      wallet: walletFor(caller, params.wallet, 'manage'),
      ...body,
      changedBy: callerName(caller),
    }),
  'autoTopup.get': ({ params, caller }) =>
    readAutoTopup(services.pool, walletFor(caller, params.wallet, 'read'), services.packs, services.clock()),
});
