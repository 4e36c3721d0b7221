import { accountsFeature } from './accounts/feature.ts';
import { balanceFeature } from './balance/feature.ts';
import { billingPortalFeature } from './billing-portal/feature.ts';
import { catalogFeature } from './catalog/feature.ts';
import { chargesFeature } from './charges/feature.ts';
import { checkoutFeature } from './checkout/feature.ts';
import { controlFeature } from './control/feature.ts';
import { customersFeature } from './customers/feature.ts';
import { disputesFeature } from './disputes/feature.ts';
import { eventsFeature } from './events/feature.ts';
import { invoicesFeature } from './invoices/feature.ts';
import { paymentIntentsFeature } from './payment-intents/feature.ts';
import { paymentMethodsFeature } from './payment-methods/feature.ts';
import { payoutsFeature } from './payouts/feature.ts';
import { radarFeature } from './radar/feature.ts';
import { refundsFeature } from './refunds/feature.ts';
import { subscriptionsFeature } from './subscriptions/feature.ts';
import { transfersFeature } from './transfers/feature.ts';
import type { Feature } from './world/feature.ts';

/** All the parts of Stripe that are simulated. */
export const features: readonly Feature[] = [
  accountsFeature,
  balanceFeature,
  billingPortalFeature,
  catalogFeature,
  chargesFeature,
  checkoutFeature,
  controlFeature,
  customersFeature,
  disputesFeature,
  eventsFeature,
  paymentIntentsFeature,
  paymentMethodsFeature,
  invoicesFeature,
  payoutsFeature,
  radarFeature,
  refundsFeature,
  subscriptionsFeature,
  transfersFeature,
];
