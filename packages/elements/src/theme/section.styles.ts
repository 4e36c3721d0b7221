import { css } from 'lit';
import { ink } from './ink.styles.ts';
import { visuallyHidden } from './visually-hidden.styles.ts';

/**
 * The scales: `--u` is the unit of every distance, `--s` and `--xs` the two sizes of text below that of the section, which `h3` shares.
 * Corners follow `--radius`, the panel's the most.
 */
const panel = css`
  :host {
    --raised: var(--kopai-color-raised, light-dark(#f6f7f9, #1d2026));
    --control: var(--kopai-color-control, light-dark(#858c99, #727a88));
    --on-accent: var(--kopai-color-on-accent, light-dark(#fff, #0d1530));
    --notice: var(--kopai-color-notice, light-dark(#855000, #f0bd6a));
    --danger: var(--kopai-color-danger, light-dark(#b42525, #ff9a94));
    --radius: var(--kopai-radius, 8px);
    --u: var(--kopai-spacing-unit, 4px);
    --tall: var(--kopai-control-size, 40px);
    --strong: var(--kopai-font-weight, 550);
    --s: 0.875em;
    --xs: 0.8125em;
    display: block;
    box-sizing: border-box;
    /* A container has no width of its own: without this it would vanish in a flex row. */
    inline-size: 100%;
    container-type: inline-size;
    padding: var(--kopai-panel-padding, calc(var(--u) * 5));
    border: var(--kopai-panel-border, 1px solid var(--line));
    border-radius: var(--kopai-panel-radius, calc(var(--radius) * 1.75));
    background: var(--kopai-panel-background, var(--surface));
    color: var(--text);
    font-family: var(--kopai-font-family, inherit);
    font-size: var(--kopai-font-size, 0.9375rem);
    line-height: 1.5;
    text-align: start;
    font-variant-numeric: lining-nums tabular-nums;
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
  h4,
  p,
  dl,
  dd {
    margin: 0;
    font-size: inherit;
    font-weight: inherit;
  }
  h3,
  h4 {
    font-weight: 600;
  }
  p,
  .quiet {
    text-wrap: pretty;
  }
  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--u) calc(var(--u) * 3);
    min-block-size: 32px;
    /* A title is lower than the button beside it: what is above it is as far as from text. */
    margin-block-start: -4px;
  }
  .title + p {
    margin-block-start: var(--u);
  }
  .quiet {
    color: var(--muted);
    font-size: var(--s);
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
  .button,
  select {
    min-block-size: var(--tall);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: inherit;
    font: inherit;
    cursor: pointer;
    transition: 0.12s;
    transition-property: background-color, border-color;
  }
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: calc(var(--u) * 2);
    padding: 0 calc(var(--u) * 4);
    font-weight: var(--strong);
    text-decoration: none;
    white-space: nowrap;
  }
  .title button,
  .small {
    min-block-size: 32px;
    padding: 0 calc(var(--u) * 3);
    font-size: var(--s);
  }
  button:hover,
  .button:hover,
  select:hover {
    background-color: var(--raised);
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
  /* An arrow without an image: a page's policy may allow none from data. */
  select {
    appearance: none;
    padding-inline: calc(var(--u) * 3) 28px;
    background-image: conic-gradient(from -45deg at 50% 100%, var(--muted) 90deg, transparent 0);
    background-position: calc(100% - 12px) 52%;
    background-size: 9px 4.5px;
    background-repeat: no-repeat;
  }
  select:dir(rtl) {
    background-position-x: 12px;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--u) * 2);
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
    gap: calc(var(--u) * 3);
  }
  .state p {
    color: var(--muted);
  }
  .problem {
    color: var(--danger);
    font-size: 0.9em;
  }
  .notice {
    padding: calc(var(--u) * 2.5) calc(var(--u) * 3.5);
    border-radius: var(--radius);
    background: var(--raised);
    font-size: 0.9em;
  }
  .notice.wrong {
    background: color-mix(in srgb, var(--notice) 11%, var(--surface));
    color: var(--notice);
  }
  .notice.debt {
    background: color-mix(in srgb, var(--danger) 9%, var(--surface));
    color: var(--danger);
  }
  .bone {
    display: block;
    border-radius: var(--radius);
    background: color-mix(in srgb, var(--text) 8%, transparent);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.5;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation: none !important;
    }
  }
  @media (forced-colors: active) {
    .primary {
      border: 2px solid ButtonText;
    }
    .bone,
    .notice {
      border: 1px solid GrayText;
    }
    select {
      appearance: auto;
    }
  }
`;

/** What every section is drawn with: its panel, buttons, and the states that all of them have. */
export const sectionStyles = [ink, visuallyHidden, panel, controls, states];
