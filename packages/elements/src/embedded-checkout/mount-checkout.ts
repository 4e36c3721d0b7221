import { EmbeddedCheckoutError, type StripeCheckouts } from './load-stripe.ts';

interface MountCheckoutOptions {
  /** The element that has a slot named `checkout`; a wallet around it has one too, and passes it on. */
  readonly host: HTMLElement;
  readonly stripe: StripeCheckouts;
  readonly clientSecret: string;
  /** Called when the payer has paid, or their bank has begun to. */
  readonly onComplete: () => void;
  /** Ends it, also before it is there. */
  readonly signal: AbortSignal;
}

/**
 * Puts Stripe's checkout into an element: into a node of the document, which the element only has a slot for. Stripe's frames don't
 * work in shadow trees.
 *
 * @throws EmbeddedCheckoutError if the element itself stands in the shadow tree of a page, or if Stripe refuses
 */
export async function mountCheckout(options: MountCheckoutOptions): Promise<void> {
  const { host, stripe, clientSecret, onComplete, signal } = options;
  const outer = outermost(host);
  if (outer.getRootNode() !== document) {
    throw new EmbeddedCheckoutError('shadow_tree', 'Stripe’s checkout can’t stand in a shadow tree.');
  }
  const checkout = await stripe.createEmbeddedCheckoutPage({ clientSecret, onComplete }).catch((cause: unknown) => {
    throw new EmbeddedCheckoutError('not_loaded', 'Stripe refused to show its checkout; see the cause.', { cause });
  });
  if (signal.aborted) return checkout.destroy();
  const node = document.createElement('div');
  node.slot = 'checkout';
  outer.append(node);
  signal.addEventListener('abort', () => {
    checkout.destroy();
    node.remove();
  });
  checkout.mount(node);
}

/** A top-up within a wallet stands in the wallet's shadow tree, and so on outwards. */
function outermost(element: HTMLElement): HTMLElement {
  const root = element.getRootNode();
  return root instanceof ShadowRoot && root.host.matches('kopai-wallet')
    ? outermost(root.host as HTMLElement)
    : element;
}
