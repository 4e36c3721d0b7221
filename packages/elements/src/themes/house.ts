import type { Theme } from '../appearance/appearance.ts';

/** How the elements look by themselves, said as a theme: to start one's own from, and for what is drawn outside of the page. */
export const house = {
  name: 'house',
  variables: {
    colorText: 'light-dark(#16181d, #eceef2)',
    colorMuted: 'light-dark(#5c6370, #a0a7b4)',
    colorSurface: 'light-dark(#fff, #16181d)',
    colorRaised: 'light-dark(#f6f7f9, #1d2026)',
    colorLine: 'light-dark(#e4e7ec, #2c3039)',
    colorControl: 'light-dark(#858c99, #727a88)',
    colorAccent: 'light-dark(#2f54d4, #92abff)',
    colorOnAccent: 'light-dark(#fff, #0d1530)',
    colorPositive: 'light-dark(#0d7a4d, #4fcf94)',
    colorNotice: 'light-dark(#855000, #f0bd6a)',
    colorDanger: 'light-dark(#b42525, #ff9a94)',
    fontSize: '0.9375rem',
    fontWeight: '550',
    radius: '8px',
    controlSize: '40px',
    spacingUnit: '4px',
  },
} as const satisfies Theme;
