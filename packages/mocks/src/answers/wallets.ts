import { Problem } from '@kopai/contracts';
import { nameOf, reaches, walletFor } from '../access.ts';
import { pageOf } from '../page.ts';
import { topupNotFound } from '../topups.ts';
import type { World } from '../world.ts';
import type { Answers } from './call.ts';

export function walletAnswers(world: World) {
  const { wallets, topups, catalog } = world;
  return {
    'wallets.get': ({ params, caller }) => {
      const wallet = walletFor(caller, params.wallet, 'read');
      const { enabled, threshold, packId, monthlyCap } = world.autoTopups.get(wallet);
      const autoTopup = enabled ? { enabled, threshold, packId, monthlyCap } : null;
      return { ...wallets.state(wallet), plan: world.plans.entitlements(wallet).planId, autoTopup };
    },
    'wallets.transactions': ({ params, query, caller }) => {
      const lines = wallets.history(walletFor(caller, params.wallet, 'read'), query);
      return pageOf(lines, query, (line) => line.seq);
    },
    'wallets.activity': ({ params, query, caller }) =>
      world.activity(walletFor(caller, params.wallet, 'read'), query.days, query.timezone),
    'wallets.stream': ({ params, caller }) => wallets.state(walletFor(caller, params.wallet, 'read')),
    'topups.create': ({ body, caller }) => {
      const wallet = walletFor(caller, body.wallet, 'manage');
      const pack = catalog.packs.find(({ id }) => id === body.packId);
      if (!pack) throw new Problem('pack_not_found', `There is no pack ${JSON.stringify(body.packId)}.`);
      world.requireReturnUrl('successUrl', body.successUrl);
      world.requireReturnUrl('cancelUrl', body.cancelUrl);
      return topups.create({ ...body, wallet, pack });
    },
    'topups.get': ({ params, caller }) => {
      const topup = topups.look(params.id);
      if (!reaches(caller, topup.wallet)) throw topupNotFound(topup.id);
      return topup;
    },
    'adjustments.create': ({ body, caller }) => world.adjust(body.wallet, body.amount, body.reason, nameOf(caller)),
  } satisfies Partial<Answers>;
}

export function autoTopupAnswers({ autoTopups }: World) {
  return {
    'autoTopup.put': ({ params, body, caller }) => autoTopups.put(walletFor(caller, params.wallet, 'manage'), body),
    'autoTopup.get': ({ params, caller }) => autoTopups.get(walletFor(caller, params.wallet, 'read')),
  } satisfies Partial<Answers>;
}
