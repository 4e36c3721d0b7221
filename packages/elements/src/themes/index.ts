/** Themes for `appearance`, each of which is loaded only where it is used. All meet WCAG 2.2 AA in light and in dark. */
export type { Appearance, AppearanceVariables, Theme } from '../appearance/appearance.ts';
export { stripeAppearance } from '../appearance/stripe-appearance.ts';
export { house } from './house.ts';
export { ink } from './ink.ts';
export { lagoon } from './lagoon.ts';
export { paper } from './paper.ts';
