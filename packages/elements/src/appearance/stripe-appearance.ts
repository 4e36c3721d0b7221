import type { Appearance as StripeAppearance } from '@stripe/stripe-js';
import { house } from '../themes/house.ts';
import type { Appearance } from './appearance.ts';

/**
 * The same look for Stripe's own elements, such as a Payment Element on the page: pass it to `stripe.elements({ appearance })`. Stripe
 * draws in a frame that doesn't know the page's scheme, so the scheme is said. Embedded Checkout takes its look from the Stripe
 * dashboard alone.
 */
export function stripeAppearance(
  { theme, variables }: Appearance = {},
  scheme: 'light' | 'dark' = 'light',
): StripeAppearance {
  const of = (name: keyof typeof house.variables) =>
    inScheme(variables?.[name] ?? theme?.variables[name] ?? house.variables[name], scheme);
  const fontFamily = variables?.fontFamily ?? theme?.variables.fontFamily;
  return {
    theme: scheme === 'dark' ? 'night' : 'stripe',
    variables: {
      colorPrimary: of('colorAccent'),
      colorBackground: of('colorSurface'),
      colorText: of('colorText'),
      colorTextSecondary: of('colorMuted'),
      colorTextPlaceholder: of('colorMuted'),
      colorSuccess: of('colorPositive'),
      colorWarning: of('colorNotice'),
      colorDanger: of('colorDanger'),
      borderRadius: of('radius'),
      fontSizeBase: of('fontSize'),
      spacingUnit: of('spacingUnit'),
      ...(fontFamily && { fontFamily }),
    },
    rules: {
      '.Input': { borderColor: of('colorControl') },
      '.Tab': { borderColor: of('colorLine') },
      '.Block': { backgroundColor: of('colorRaised') },
    },
  };
}

/** `light-dark(a, b)` as one of the two. A comma within parentheses, as in `rgb(1, 2, 3)`, parts nothing. */
function inScheme(value: string, scheme: 'light' | 'dark'): string {
  const inner = /^\s*light-dark\((.+)\)\s*$/s.exec(value)?.[1];
  if (inner === undefined) return value;
  const [light = value, dark = light] = inner.split(/,(?![^(]*\))/);
  return (scheme === 'dark' ? dark : light).trim();
}
