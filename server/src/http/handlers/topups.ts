import { Problem } from '@kopai/contracts';
import { callerName, mayRead, walletFor } from '../../access/index.ts';
import {
  createTopup,
  fulfil,
  isOpen,
  providerUnreachable,
  type TopupRow,
  topupById,
  topupNotFound,
  topupOf,
} from '../../topups/index.ts';
import type { Handlers } from '../call.ts';
import { requireReturnUrl } from '../origins.ts';
import type { Services } from '../services.ts';

type TopupHandlers = Pick<Handlers, 'topups.create' | 'topups.get'>;

export const topupHandlers = (services: Services): TopupHandlers => ({
  'topups.create': async ({ body, caller, cause }) => {
    const wallet = walletFor(caller, body.wallet, 'manage');
    const pack = services.packs.find(({ id }) => id === body.packId);
    if (!pack) throw new Problem('pack_not_found', `There is no pack ${JSON.stringify(body.packId)}.`);
    requireReturnUrl(services.origins, 'successUrl', body.successUrl);
    requireReturnUrl(services.origins, 'cancelUrl', body.cancelUrl);
    const row = await createTopup(services, {
      wallet,
      pack,
      uiMode: body.uiMode ?? 'hosted',
      saveCard: body.saveCard ?? false,
      successUrl: body.successUrl,
      cancelUrl: body.cancelUrl,
      requestedBy: callerName(caller),
      cause,
    });
    return topupOf(row);
  },
  'topups.get': async ({ params, caller }) => {
    const row = await topupById(services.pool, params.id);
    if (!mayRead(caller, row.wallet)) throw topupNotFound(row.id);
    return topupOf(await upToDate(services, row));
  },
});

/** While it is open Stripe is asked, so that a returning payer need not wait for a webhook. If it can't be asked, what is known must do. */
async function upToDate(services: Services, row: TopupRow): Promise<TopupRow> {
  if (!isOpen(row) || row.session_id === null) return row;
  try {
    return (await fulfil(services, row.session_id)) ?? row;
  } catch (error) {
    if (providerUnreachable(error)) return row;
    throw error;
  }
}
