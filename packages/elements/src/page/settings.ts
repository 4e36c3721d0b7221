import type { Appearance } from '../appearance/appearance.ts';
import type { LoadStripe } from '../embedded-checkout/load-stripe.ts';
import type { Words } from '../words/words.ts';

/**
 * A browser session as the page's own backend hands it out: the reply of `kopai.sessions.create`, or at least the first two of these
 * members.
 */
export interface SessionToken {
  readonly token: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  /** What the user is in each organization: members aren't offered what the server would refuse them. */
  readonly orgs?: readonly { readonly id: string; readonly role: string }[] | undefined;
}

/** Asks the page's own backend for a session. Resolves to null when nobody is signed in. */
export type FetchSession = () => Promise<SessionToken | null | undefined>;

/** What the elements of a page need to know. */
export interface KopaiSettings {
  /** Where the Kopai server is; the page's own origin by default. */
  readonly baseUrl?: string | URL | undefined;
  /** Who is looking at the page. Without it everybody is a visitor: prices and packs are shown, wallets ask to sign in. */
  readonly fetchSession?: FetchSession | undefined;
  /** What sends requests; the page's own `fetch` by default. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** What the elements speak, as a BCP 47 tag; the language of what they stand in by default. English for one they have no words of. */
  readonly locale?: string | undefined;
  /** Languages beside English, such as `de` of `@kopai/elements/words/de`. They serve the whole document. */
  readonly words?: readonly Words[] | undefined;
  /** How the elements look. Tokens that the page's own stylesheets set win. */
  readonly appearance?: Appearance | undefined;
  /** Stripe's key for browsers, `pk_…`, for a top-up with `ui-mode="embedded"`. */
  readonly stripePublishableKey?: string | undefined;
  /** What loads Stripe.js, in place of Stripe's own loader: for a page that has loaded it already, and for tests. */
  readonly loadStripe?: LoadStripe | undefined;
}
