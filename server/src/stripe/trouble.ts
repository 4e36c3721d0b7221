import Stripe from 'stripe';

/** What keeps Stripe from answering a question, and what to do about it; `undefined` for what is no error of Stripe's. */
export function stripeTrouble(error: unknown): { readonly what: string; readonly remedy: string } | undefined {
  if (!(error instanceof Stripe.errors.StripeError)) return undefined;
  if (error instanceof Stripe.errors.StripeConnectionError)
    return {
      what: `cannot be reached${reasonOf(error)}`,
      remedy: 'Let this machine reach api.stripe.com by https. If it does, see status.stripe.com.',
    };
  if (error instanceof Stripe.errors.StripeAuthenticationError)
    return {
      what: 'does not know the key',
      remedy: 'Set STRIPE_SECRET_KEY to a secret key of the dashboard, under Developers, API keys.',
    };
  if (error instanceof Stripe.errors.StripePermissionError)
    return {
      what: 'does not let the key ask this',
      remedy: 'Set STRIPE_SECRET_KEY to a secret key; a restricted one lacks what is needed.',
    };
  return { what: `answers ${error.statusCode ?? error.type}`, remedy: 'See status.stripe.com, and look again.' };
}

/** The system's own word, such as ENOTFOUND: Stripe's says only that there was no connection. */
function reasonOf({ detail }: { detail?: unknown }): string {
  return detail instanceof Error && 'code' in detail ? `: ${String(detail.code)}` : '';
}
