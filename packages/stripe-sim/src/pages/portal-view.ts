/** What the billing portal shows. Amounts in smallest currency units, instants in Unix seconds. */
export interface PortalView {
  /** The address that the page's forms post to. */
  readonly action: string;
  readonly businessName: string;
  readonly returnUrl: string | null;
  readonly plans: readonly PortalPlan[];
  readonly card: { readonly brand: string; readonly last4: string } | null;
  readonly invoices: readonly {
    readonly url: string;
    readonly number: string;
    readonly created: number;
    readonly amount: number;
    readonly currency: string;
    readonly status: string;
  }[];
}

export interface PortalPlan {
  readonly id: string;
  readonly name: string;
  readonly amount: number;
  readonly currency: string;
  /** As in "per month". */
  readonly rhythm: string;
  readonly status: string;
  readonly periodEnd: number;
  readonly cancelsAtPeriodEnd: boolean;
}
