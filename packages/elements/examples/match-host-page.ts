import { configureKopai } from '@kopai/elements/define';

// The page has its own names for what it looks like; the elements are told them once, and follow them into dark mode and beyond.
configureKopai({
  appearance: {
    variables: {
      colorAccent: 'var(--brand)',
      colorOnAccent: 'var(--on-brand)',
      colorText: 'var(--ink)',
      colorMuted: 'var(--ink-soft)',
      colorSurface: 'var(--sheet)',
      colorLine: 'var(--rule)',
      fontFamily: 'inherit',
      radius: 'var(--corner)',
    },
  },
});
