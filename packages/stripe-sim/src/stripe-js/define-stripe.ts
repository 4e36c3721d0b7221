/// <reference lib="dom" />

/** What is asked for, as Stripe's own script takes it. */
interface EmbeddedCheckoutPageOptions {
  readonly clientSecret: string;
  /** Called once when the session is complete and leads nowhere else. */
  readonly onComplete?: () => void;
}

/** A session's page in a frame. */
interface EmbeddedCheckoutPage {
  mount(location: string | HTMLElement): void;
  unmount(): void;
  destroy(): void;
}

/** What the framed page tells, in the words of `embedScript`. */
interface FrameMessage {
  readonly source?: unknown;
  readonly event?: unknown;
  readonly height?: unknown;
  readonly returnUrl?: unknown;
}

/**
 * Defines `Stripe(key).createEmbeddedCheckoutPage(…)` in a browser, as Stripe.js does. It is sent there as its own source, so it uses
 * nothing from outside of itself.
 *
 * @param simulatorUrl where the framed pages are, and the only origin that is listened to
 */
export function defineStripe(simulatorUrl: string): void {
  /** Pages refuse a second form, as Stripe's do: one is destroyed before the next. */
  let isOpen = false;

  function createEmbeddedCheckoutPage(options: EmbeddedCheckoutPageOptions): Promise<EmbeddedCheckoutPage> {
    if (isOpen)
      return Promise.reject(new Error('IntegrationError: You cannot have multiple Embedded Checkout objects.'));
    isOpen = true;
    const frame = document.createElement('iframe');
    frame.src = `${simulatorUrl}/embed/${encodeURIComponent(options.clientSecret)}`;
    frame.title = 'Payment form';
    frame.height = '560';
    // As attributes these styles would need `unsafe-inline` of the page's policy.
    Object.assign(frame.style, { display: 'block', width: '100%', border: '0', colorScheme: 'light dark' });
    let isComplete = false;
    const hear = ({ origin, source, data }: MessageEvent<FrameMessage | null>): void => {
      if (origin !== simulatorUrl || source !== frame.contentWindow || data?.source !== 'stripe-sim') return;
      if (data.event === 'resize' && typeof data.height === 'number') frame.height = String(Math.ceil(data.height));
      if (data.event !== 'complete' || isComplete) return;
      isComplete = true;
      if (typeof data.returnUrl === 'string') location.assign(data.returnUrl);
      else options.onComplete?.();
    };
    const unmount = (): void => {
      window.removeEventListener('message', hear);
      frame.remove();
    };
    return Promise.resolve({
      mount(location) {
        const place = typeof location === 'string' ? document.querySelector(location) : location;
        if (!place) throw new Error(`IntegrationError: There is no element ${location}.`);
        window.addEventListener('message', hear);
        place.append(frame);
      },
      unmount,
      destroy() {
        unmount();
        isOpen = false;
      },
    });
  }

  const Stripe = (publishableKey: string) => {
    if (!publishableKey.startsWith('pk_test_')) {
      throw new Error('IntegrationError: The simulator takes publishable test keys only: pk_test_…');
    }
    return { createEmbeddedCheckoutPage };
  };
  Object.assign(globalThis, { Stripe });
}
