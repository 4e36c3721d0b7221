import { html, nothing, type TemplateResult } from 'lit';

interface WalletSectionsOptions {
  readonly wallet: string;
  readonly noTopup: boolean;
  readonly noPlan: boolean;
  readonly successUrl: string | undefined;
  readonly cancelUrl: string | undefined;
  readonly members: readonly string[] | undefined;
  readonly memberName: (userId: string) => string;
}

/** What a wallet shows below its balance: an organization earns and has members, a person has a plan, and both have a history. */
export function walletSections(options: WalletSectionsOptions): TemplateResult {
  const { wallet, noTopup, memberName } = options;
  const isOrganization = wallet.startsWith('org:');
  return html`<div class="card" part="chart"><kopai-chart wallet=${wallet}></kopai-chart></div>
    ${isOrganization ? organizationSections(options) : planSection(options)}
    ${
      noTopup
        ? nothing
        : html`<div class="card" part="auto-topup"><kopai-auto-topup wallet=${wallet}></kopai-auto-topup></div>`
    }
    <div class="card" part="history">
      <kopai-transactions wallet=${wallet} .memberName=${memberName}></kopai-transactions>
    </div>`;
}

const organizationSections = ({ wallet, noTopup, members, memberName }: WalletSectionsOptions): TemplateResult => html`
  <div class="card" part="earnings"><kopai-earnings wallet=${wallet} ?read-only=${noTopup}></kopai-earnings></div>
  <div class="card" part="budgets">
    <kopai-budgets wallet=${wallet} ?read-only=${noTopup} .members=${members} .memberName=${memberName}></kopai-budgets>
  </div>
`;

function planSection({
  wallet,
  noPlan,
  successUrl,
  cancelUrl,
}: WalletSectionsOptions): TemplateResult | typeof nothing {
  if (noPlan) return nothing;
  return html`<div class="card" part="plan">
    <kopai-plan compact wallet=${wallet} .successUrl=${successUrl} .cancelUrl=${cancelUrl}></kopai-plan>
  </div>`;
}
