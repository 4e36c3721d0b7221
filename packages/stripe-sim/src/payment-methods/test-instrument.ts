import type { BehaviourName } from './card-behaviour.ts';

/** A card or bank account of Stripe's test mode. */
export interface TestInstrument {
  readonly type: 'card' | 'us_bank_account';
  readonly brand: 'visa' | 'mastercard';
  readonly last4: string;
  readonly behaviour: BehaviourName;
}

function visa(last4: string, behaviour: BehaviourName): TestInstrument {
  return { type: 'card', brand: 'visa', last4, behaviour };
}

/** Stripe's own names for test payment methods, with the last digits of https://docs.stripe.com/testing */
const instruments = {
  pm_card_visa: visa('4242', 'succeeds'),
  pm_card_mastercard: { type: 'card', brand: 'mastercard', last4: '4444', behaviour: 'succeeds' },
  pm_card_bypassPending: visa('0077', 'available_at_once'),
  pm_card_authenticationRequired: visa('3184', 'authentication_required'),
  pm_card_threeDSecure2Required: visa('3220', 'authentication_required'),
  pm_card_chargeCustomerFail: visa('0341', 'generic_decline'),
  pm_card_chargeDeclined: visa('0002', 'generic_decline'),
  pm_card_visa_chargeDeclined: visa('0002', 'generic_decline'),
  pm_card_chargeDeclinedInsufficientFunds: visa('9995', 'insufficient_funds'),
  pm_card_visa_chargeDeclinedLostCard: visa('9987', 'lost_card'),
  pm_card_visa_chargeDeclinedStolenCard: visa('9979', 'stolen_card'),
  pm_card_chargeDeclinedExpiredCard: visa('0069', 'expired_card'),
  pm_card_chargeDeclinedIncorrectCvc: visa('0127', 'incorrect_cvc'),
  pm_card_chargeDeclinedProcessingError: visa('0119', 'processing_error'),
  pm_card_radarBlock: visa('0019', 'fraudulent'),
  pm_usBankAccount_success: { type: 'us_bank_account', brand: 'visa', last4: '6789', behaviour: 'pends' },
} as const satisfies Readonly<Record<string, TestInstrument>>;

export type TestInstrumentName = keyof typeof instruments;

export function testInstrument(name: TestInstrumentName): TestInstrument {
  return instruments[name];
}

/** The instrument that Stripe's test mode knows under this name, if any. */
export function findTestInstrument(name: string): TestInstrument | undefined {
  return new Map<string, TestInstrument>(Object.entries(instruments)).get(name);
}
