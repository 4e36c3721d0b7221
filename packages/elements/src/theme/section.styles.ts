import { css } from 'lit';
import { ink } from './ink.styles.ts';
import { visuallyHidden } from './visually-hidden.styles.ts';

const panel = css`
  :host {
    --raised: var(--kopai-color-raised, light-dark(#f6f7f9, #1d2026));
    --control: var(--kopai-color-control, light-dark(#858c99, #727a88));
    --on-accent: var(--kopai-color-on-accent, light-dark(#fff, #0d1530));
    --notice: var(--kopai-color-notice, light-dark(#855000, #f0bd6a));
    --danger: var(--kopai-color-danger, light-dark(#b42525, #ff9a94));
    --radius: var(--kopai-radius, 8px);
    display: block;
    box-sizing: border-box;
    /* A container has no width of its own: without this it would vanish in a flex row. */
    inline-size: 100%;
    container-type: inline-size;
    padding: var(--kopai-panel-padding, 20px);
    border: var(--kopai-panel-border, 1px solid var(--line));
    border-radius: var(--kopai-panel-radius, 14px);
    background: var(--kopai-panel-background, var(--surface));
    color: var(--text);
    font-size: var(--kopai-font-size, 0.9375rem);
    line-height: 1.5;
    text-align: start;
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  dl,
  dd {
    margin: 0;
    font-size: inherit;
    font-weight: inherit;
  }
  .quiet {
    color: var(--muted);
    font-size: 0.875em;
  }
  .id {
    color: var(--muted);
    font-family: ui-monospace, monospace;
    font-size: 0.75em;
    overflow-wrap: anywhere;
  }
`;

const controls = css`
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: var(--kopai-control-size, 40px);
    padding: 0 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: inherit;
    font: inherit;
    font-weight: 550;
    text-decoration: none;
    white-space: nowrap;
    cursor: pointer;
    transition:
      background 0.12s,
      border-color 0.12s;
  }
  button:hover,
  .button:hover {
    background: var(--raised);
    border-color: var(--control);
  }
  .primary {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
  }
  .primary:hover {
    background: color-mix(in srgb, var(--accent), var(--text) 16%);
    border-color: transparent;
  }
  button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.72;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .spinner {
    inline-size: 1em;
    block-size: 1em;
    border: 2px solid currentColor;
    border-inline-end-color: transparent;
    border-radius: 50%;
    animation: turn 0.8s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
`;

const states = css`
  .state {
    display: grid;
    justify-items: start;
    gap: 12px;
  }
  .state h3 {
    font-weight: 600;
  }
  .state p {
    color: var(--muted);
  }
  .bone {
    display: block;
    border-radius: var(--radius);
    background: var(--raised);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.5;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none;
    }
    .bone {
      animation: none;
    }
    .spinner {
      animation-duration: 3s;
    }
  }
  @media (forced-colors: active) {
    .primary {
      border: 2px solid ButtonText;
    }
    .bone {
      border: 1px solid GrayText;
    }
  }
`;

/** What every section is drawn with: its panel, buttons, and the states that all of them have. */
export const sectionStyles = [ink, visuallyHidden, panel, controls, states];
