/** Why a bank sends a payout back: some codes and words of https://docs.stripe.com/api/payouts/failures */
export const payoutFailures = {
  account_closed: 'The bank account has been closed.',
  account_frozen: 'The bank account has been frozen.',
  bank_account_restricted: 'The bank account has restrictions on either the type, or the number, of payouts allowed.',
  could_not_process: 'The bank could not process this payout.',
  declined: 'The bank has declined this transfer.',
  incorrect_account_holder_name: 'The bank notified us that the bank account holder name on file is incorrect.',
  invalid_account_number: 'The routing number seems correct, but the account number is invalid.',
  no_account:
    'The bank account details on file are probably incorrect. No bank account could be located with those details.',
} as const satisfies Readonly<Record<string, string>>;

export type PayoutFailureCode = keyof typeof payoutFailures;

export const payoutFailureCodes = Object.keys(payoutFailures).filter(
  (code): code is PayoutFailureCode => code in payoutFailures,
);
