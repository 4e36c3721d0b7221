/** What the checkout pages show. Amounts in smallest currency units. */
export interface CheckoutView {
  /** The address that the page's forms post to. */
  readonly action: string;
  readonly businessName: string;
  readonly amount: number;
  readonly currency: string;
  readonly items: readonly CheckoutItem[];
  readonly email: string | null;
  /** Why the last attempt was declined, or null. */
  readonly decline: string | null;
  /** Whether the card is kept for later payments. */
  readonly keepsCard: boolean;
  /** What comes back after this payment, or null; a trial is free until its end in Unix seconds. */
  readonly renewal: { readonly amount: number; readonly rhythm: string; readonly trialEnd: number | null } | null;
  readonly cancelable: boolean;
  /** Whether the page is shown inside another one. */
  readonly framed: boolean;
}

interface CheckoutItem {
  readonly name: string;
  readonly details: string | null;
  readonly quantity: number;
  readonly amount: number;
}
