import { emitFor } from '../events/emit.ts';
import { makeId } from '../world/make-id.ts';
import type { World } from '../world/world.ts';
import { type AccountRecord, changeAccount } from './account.ts';
import { bankAccountOf } from './bank-account.ts';

/** How someone may leave the onboarding page. */
export const onboardingOutcomes = ['completed', 'unfinished', 'verification_failed', 'rejected'] as const;

export type OnboardingOutcome = (typeof onboardingOutcomes)[number];

/** What Stripe asks last; a form left half way still owes it. */
const askedLast = ['external_account', 'tos_acceptance.date', 'tos_acceptance.ip'];

/** What Stripe asks of someone it knows nothing about, as it does for an individual in the United States. */
export const requirementsOfStranger: readonly string[] = [
  'business_profile.mcc',
  'business_profile.url',
  'business_type',
  'individual.dob.day',
  'individual.dob.month',
  'individual.dob.year',
  'individual.first_name',
  'individual.last_name',
  ...askedLast,
];

const document = 'individual.verification.document';

/** Does to the account what its owner did on the onboarding page. What was reached before is never lost by leaving early. */
export function onboardAccount(world: World, before: AccountRecord, outcome: OnboardingOutcome): AccountRecord {
  if (outcome === 'unfinished') {
    const due = before.due.filter((name) => askedLast.includes(name));
    return before.detailsSubmitted ? before : changeAccount(world, before, { due, businessType: 'individual' });
  }
  const submitted = changeAccount(world, before, {
    businessType: before.businessType ?? 'individual',
    detailsSubmitted: true,
    bankAccount: before.bankAccount ?? makeId('ba'),
    ...verdict(outcome),
  });
  const bankAccount = bankAccountOf(submitted);
  if (before.bankAccount === null && bankAccount !== null) {
    emitFor(world, submitted.id, 'account.external_account.created', bankAccount);
  }
  return submitted;
}

function verdict(outcome: Exclude<OnboardingOutcome, 'unfinished'>): Partial<AccountRecord> {
  if (outcome === 'rejected') return { due: [], errors: [], rejected: 'fraud' };
  if (outcome === 'completed') return { due: [], errors: [], payoutsHeld: false, chargesHeld: false };
  const reason = 'The document could not be read. Upload another one.';
  return {
    due: [document],
    errors: [{ code: 'verification_document_not_readable', reason, requirement: document }],
    payoutsHeld: true,
    chargesHeld: true,
  };
}
