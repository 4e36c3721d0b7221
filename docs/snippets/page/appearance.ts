import { configureKopai } from '@kopai/elements';
import { paper, stripeAppearance } from '@kopai/elements/themes';

// #region appearance
export const appearance = { theme: paper, variables: { colorAccent: '#7a1fa2', radius: '2px' } };

configureKopai({ baseUrl: 'https://credits.example.com', appearance });
// #endregion appearance

// #region stripe
/** The same look for a Payment Element of your own: `stripe.elements({ appearance: forStripe })`. */
export const forStripe = stripeAppearance(appearance, 'dark');
// #endregion stripe

// #region theme
/** A theme is a name and variables: keep yours in one file, and start from it everywhere. */
export const brand = {
  name: 'brand',
  variables: { colorAccent: 'light-dark(#7a1fa2, #dc9bf5)', colorOnAccent: 'light-dark(#fff, #2c0540)', radius: '2px' },
};
// #endregion theme
