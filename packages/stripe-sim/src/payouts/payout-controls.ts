import { accounts } from '../accounts/account.ts';
import { ControlError, readChoice, readInteger, readText, refuseOthers } from '../http/control-error.ts';
import type { ControlRoute } from '../http/route.ts';
import { completePayout, failPayout } from './end-payout.ts';
import { doomedPayouts } from './move-payouts.ts';
import { payouts, presentPayout } from './payout.ts';
import { type PayoutFailureCode, payoutFailureCodes } from './payout-failure.ts';

/** What a bank does with payouts, without waiting for the day. */
export const payoutControls: readonly ControlRoute[] = [
  {
    method: 'POST',
    path: '/_sim/payouts',
    handle(world, { body }) {
      refuseOthers(body, ['account', 'fail', 'failureCode']);
      const account = readText(body, 'account');
      if (!world.store.in(accounts).get(account)) throw new ControlError(`There is no account ${account}`, 404);
      const left = readInteger(body, 'fail', 0) ?? 1;
      const code = readCode(body);
      if (left === 0) world.store.in(doomedPayouts).delete(account);
      else world.store.in(doomedPayouts).put({ id: account, left, code });
      return { account, fail: left, failureCode: code };
    },
  },
  {
    method: 'POST',
    path: '/_sim/payouts/:id',
    handle(world, { body, path }) {
      refuseOthers(body, ['outcome', 'failureCode']);
      const outcome = readChoice(body, 'outcome', ['paid', 'failed']);
      const payout = world.store.in(payouts).get(path('id'));
      if (!payout) throw new ControlError(`There is no payout ${path('id')}`, 404);
      // A bank may send back what was told to be paid; nothing else that has ended goes on.
      const isOpen = ['pending', 'in_transit'].includes(payout.status);
      if (!isOpen && !(payout.status === 'paid' && outcome === 'failed')) {
        throw new ControlError(`The payout is ${payout.status}`, 409);
      }
      const after = outcome === 'paid' ? completePayout(world, payout) : failPayout(world, payout, readCode(body));
      return presentPayout(world, after);
    },
  },
];

function readCode(body: Readonly<Record<string, unknown>>): PayoutFailureCode {
  return body.failureCode === undefined ? 'account_closed' : readChoice(body, 'failureCode', payoutFailureCodes);
}
