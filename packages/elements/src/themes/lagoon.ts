import type { Theme } from '../appearance/appearance.ts';

/** Clear water: teal, soft corners and more room. For consumer apps and phones. */
export const lagoon: Theme = {
  name: 'lagoon',
  variables: {
    colorText: 'light-dark(#0d2b2e, #e2f3f3)',
    colorMuted: 'light-dark(#4a6467, #98b8ba)',
    colorSurface: 'light-dark(#fff, #0c1f22)',
    colorRaised: 'light-dark(#f0f8f8, #142b2f)',
    colorLine: 'light-dark(#d8e8e8, #23444a)',
    colorControl: 'light-dark(#6d898c, #6b8d91)',
    colorAccent: 'light-dark(#0a6a71, #63d6d8)',
    colorOnAccent: 'light-dark(#fff, #04282b)',
    colorPositive: 'light-dark(#17683a, #74dfa1)',
    colorNotice: 'light-dark(#804600, #f4bf6b)',
    colorDanger: 'light-dark(#ad2337, #ffa3a8)',
    radius: '14px',
    controlSize: '44px',
    spacingUnit: '4.5px',
  },
};
