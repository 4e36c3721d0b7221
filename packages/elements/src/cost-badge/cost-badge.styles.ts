import { css } from '@lit/reactive-element';

export const badgeStyles = css`
  :host(:not([hidden])) {
    display: inline-block;
    color: var(--kopai-badge-color, inherit);
    font-variant-numeric: tabular-nums;
  }
  .quiet {
    color: var(--kopai-badge-muted, color-mix(in srgb, currentColor 72%, transparent));
  }
  b {
    font-weight: var(--kopai-badge-weight, 600);
  }
  .free {
    padding: 0.1em 0.5em;
    border-radius: 1em;
    background: color-mix(in srgb, var(--positive) 12%, transparent);
    color: var(--kopai-badge-free-color, var(--positive));
    font-size: 0.85em;
    white-space: nowrap;
  }
  i {
    display: inline-block;
    inline-size: 10em;
    block-size: 0.7em;
    border-radius: 4px;
    background: currentColor;
    opacity: 0.12;
  }
  button {
    all: unset;
    position: relative;
    cursor: pointer;
    border-radius: 4px;
    anchor-name: --price;
  }
  /* A finger needs 24 px and a line of text is less: the target is larger than what is seen. */
  button::after {
    content: '';
    position: absolute;
    inset: -4px -6px;
  }
  button:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 3px;
  }
  button b,
  .retry {
    text-decoration: underline dotted;
    text-underline-offset: 0.25em;
  }
  /* Where anchors are unknown it opens where it stands: below the line. */
  [popover] {
    position-anchor: --price;
    position-area: block-end span-inline-end;
    position-try: flip-block, flip-inline;
    inset: auto;
    margin: 6px 0;
    min-inline-size: 15rem;
    box-sizing: border-box;
    padding: 14px 16px;
    border: 1px solid var(--line);
    border-radius: var(--kopai-badge-panel-radius, 10px);
    background: var(--surface);
    color: var(--text);
    font-size: 0.875rem;
    line-height: 1.5;
    box-shadow: 0 8px 24px rgb(0 0 0 / 14%);
  }
  dl {
    display: grid;
    grid-template-columns: 1fr auto auto;
    gap: 4px 12px;
    margin: 0;
  }
  dt,
  dd + dd,
  p {
    color: var(--muted);
  }
  dd {
    margin: 0;
    text-align: end;
  }
  .total {
    font-weight: 600;
    color: inherit;
  }
  p {
    margin: 10px 0 0;
    padding-block-start: 10px;
    border-block-start: 1px solid var(--line);
  }
`;
