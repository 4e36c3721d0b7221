import { css } from '@lit/reactive-element';

/**
 * The first layer of tokens: the colours that every element is drawn in. A page sets `--kopai-color-…` anywhere above an element. Both
 * schemes are here; which one is used follows the page's `color-scheme`.
 */
export const ink = css`
  :host {
    --text: var(--kopai-color-text, light-dark(#16181d, #eceef2));
    --muted: var(--kopai-color-muted, light-dark(#5c6370, #a0a7b4));
    --surface: var(--kopai-color-surface, light-dark(#fff, #16181d));
    --line: var(--kopai-color-line, light-dark(#e4e7ec, #2c3039));
    --accent: var(--kopai-color-accent, light-dark(#2f54d4, #92abff));
    --positive: var(--kopai-color-positive, light-dark(#0d7a4d, #4fcf94));
  }
`;
