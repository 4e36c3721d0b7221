import type { KopaiSettings } from '@kopai/elements';

type LoadStripe = NonNullable<KopaiSettings['loadStripe']>;

/** A box where Stripe's form would stand: the gallery pays nothing. */
export const simulatedCheckout: LoadStripe = async () => ({
  createEmbeddedCheckoutPage: async () => {
    const form = document.createElement('p');
    form.className = 'stripe-form';
    form.textContent = 'Stripe’s own form stands here.';
    return {
      mount: (place) => {
        const node = typeof place === 'string' ? document.querySelector(place) : place;
        node?.append(form);
      },
      unmount: () => form.remove(),
      destroy: () => form.remove(),
    };
  },
});
