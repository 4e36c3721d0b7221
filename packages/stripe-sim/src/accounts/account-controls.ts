import { ControlError, readChoice, readFlag, readTexts, refuseOthers } from '../http/control-error.ts';
import type { ControlRoute } from '../http/route.ts';
import { type AccountRecord, accounts, changeAccount, disconnectAccount, rejections } from './account.ts';
import { type OnboardingOutcome, onboardAccount, onboardingOutcomes } from './onboard-account.ts';
import { presentAccount } from './present-account.ts';

const settings = ['onboarding', 'payoutsEnabled', 'chargesEnabled', 'requirements', 'rejected', 'deauthorize'];

/** What Stripe, or the account's owner, decides about an account. */
export const accountControl: ControlRoute = {
  method: 'POST',
  path: '/_sim/accounts/:id',
  handle(world, { body, path }) {
    const account = world.store.in(accounts).get(path('id'));
    if (!account?.isConnected) throw new ControlError(`There is no connected account ${path('id')}`, 404);
    refuseOthers(body, settings);
    const outcome = outcomeOf(body, account);
    const onboarded = outcome ? onboardAccount(world, account, outcome) : account;
    const change = readChange(body);
    const changed = Object.keys(change).length === 0 ? onboarded : changeAccount(world, onboarded, change);
    if (readFlag(body, 'deauthorize') === true) disconnectAccount(world, changed);
    return presentAccount(changed);
  },
};

/** What onboarding comes to: as the body says, or completed where payouts are wished for that only a whole account has. */
function outcomeOf(body: Readonly<Record<string, unknown>>, account: AccountRecord): OnboardingOutcome | undefined {
  if (body.onboarding !== undefined) return readChoice(body, 'onboarding', onboardingOutcomes);
  const isOwed = account.due.length > 0 && body.requirements === undefined;
  return isOwed && readFlag(body, 'payoutsEnabled') === true ? 'completed' : undefined;
}

function readChange(body: Readonly<Record<string, unknown>>): Partial<AccountRecord> {
  const payouts = readFlag(body, 'payoutsEnabled');
  const charges = readFlag(body, 'chargesEnabled');
  const due = readTexts(body, 'requirements');
  return {
    ...(payouts === null ? {} : { payoutsHeld: !payouts }),
    ...(charges === null ? {} : { chargesHeld: !charges }),
    ...(due === null ? {} : { due, errors: [] }),
    ...(body.rejected === undefined ? {} : { rejected: readChoice(body, 'rejected', rejections) }),
  };
}
