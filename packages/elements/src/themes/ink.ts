import type { Theme } from '../appearance/appearance.ts';

/** Black on white, or white on black, with hardly a round corner: colour is left to what it means. For tools and consoles. */
export const ink: Theme = {
  name: 'ink',
  variables: {
    colorText: 'light-dark(#0a0a0a, #fafafa)',
    colorMuted: 'light-dark(#5f5f5f, #a3a3a3)',
    colorSurface: 'light-dark(#fff, #0a0a0a)',
    colorRaised: 'light-dark(#f5f5f5, #191919)',
    colorLine: 'light-dark(#e5e5e5, #2b2b2b)',
    colorControl: 'light-dark(#858585, #757575)',
    colorAccent: 'light-dark(#0a0a0a, #fafafa)',
    colorOnAccent: 'light-dark(#fff, #0a0a0a)',
    colorPositive: 'light-dark(#12683f, #4ade80)',
    colorNotice: 'light-dark(#804600, #fbbf24)',
    colorDanger: 'light-dark(#b01c1c, #fca5a5)',
    fontSize: '0.875rem',
    fontWeight: '500',
    radius: '4px',
    controlSize: '36px',
  },
};
