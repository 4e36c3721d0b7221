import type { StripeEmbeddedCheckout } from '@stripe/stripe-js';
import type { LoadStripe } from '../src/embedded-checkout/load-stripe.ts';

/** A form that was put into the page. */
export interface FakeForm {
  readonly clientSecret: string | undefined;
  /** Where it was mounted; undefined before and after. */
  node: HTMLElement | undefined;
  destroyed: boolean;
  /** The payer pays. */
  readonly complete: () => void;
}

export interface FakeStripe {
  readonly loadStripe: LoadStripe;
  readonly keys: string[];
  readonly forms: FakeForm[];
}

/** Stripe.js as far as a checkout needs it: what a test can't fetch, and must not. */
export function fakeStripe(): FakeStripe {
  const keys: string[] = [];
  const forms: FakeForm[] = [];
  const loadStripe: LoadStripe = async (key) => {
    keys.push(key);
    return {
      createEmbeddedCheckoutPage: async ({ clientSecret, onComplete }) => {
        const form: FakeForm = { clientSecret, node: undefined, destroyed: false, complete: () => onComplete?.() };
        forms.push(form);
        return checkoutOf(form);
      },
    };
  };
  return { loadStripe, keys, forms };
}

function checkoutOf(form: FakeForm): StripeEmbeddedCheckout {
  return {
    mount(location) {
      if (typeof location === 'string') throw new Error('a node is expected');
      form.node = location;
      location.textContent = 'Stripe’s form';
    },
    unmount() {
      form.node = undefined;
    },
    destroy() {
      form.node = undefined;
      form.destroyed = true;
    },
  };
}
