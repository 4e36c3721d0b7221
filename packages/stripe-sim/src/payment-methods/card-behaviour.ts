/** What happens when a payment method is charged. */
export type Behaviour =
  | {
      readonly kind: 'succeeds';
      /** Whether the money waits in the pending balance, as nearly always. */
      readonly waits: boolean;
    }
  /** A bank debit: it is under way until it is settled one way or the other. */
  | { readonly kind: 'pends' }
  /** The bank wants to see the customer: impossible off session. */
  | { readonly kind: 'authenticates' }
  | { readonly kind: 'declines'; readonly code: string; readonly declineCode: string; readonly message: string };

const declined = 'Your card was declined.';

function declines(declineCode: string, message = declined, code = 'card_declined'): Behaviour {
  return { kind: 'declines', code, declineCode, message };
}

/** Codes and words of https://docs.stripe.com/declines/codes */
export const behaviours = {
  succeeds: { kind: 'succeeds', waits: true },
  available_at_once: { kind: 'succeeds', waits: false },
  pends: { kind: 'pends' },
  authentication_required: { kind: 'authenticates' },
  generic_decline: declines('generic_decline'),
  insufficient_funds: declines('insufficient_funds', 'Your card has insufficient funds.'),
  lost_card: declines('lost_card'),
  stolen_card: declines('stolen_card'),
  fraudulent: declines('fraudulent'),
  expired_card: declines('expired_card', 'Your card has expired.', 'expired_card'),
  incorrect_cvc: declines('incorrect_cvc', "Your card's security code is incorrect.", 'incorrect_cvc'),
  processing_error: declines(
    'processing_error',
    'An error occurred while processing your card. Try again in a little bit.',
    'processing_error',
  ),
} as const satisfies Readonly<Record<string, Behaviour>>;

export type BehaviourName = keyof typeof behaviours;

export const behaviourNames = Object.keys(behaviours).filter((name): name is BehaviourName => name in behaviours);
