import { css } from 'lit';

export const budgetsStyles = css`
  .title {
    min-block-size: 36px;
  }
  .title button,
  li button {
    min-block-size: 32px;
    padding: 0 12px;
    font-size: 0.875em;
  }
  form {
    gap: 12px;
    margin-block: 12px;
    padding: 16px;
    border-radius: var(--radius);
    background: var(--raised);
  }
  .fields {
    display: grid;
    gap: 12px;
  }
  label {
    display: grid;
    align-content: start;
    gap: 4px;
    min-inline-size: 0;
  }
  output {
    min-block-size: 40px;
    font-size: 1.07em;
    font-weight: 400;
    line-height: 40px;
    overflow-wrap: anywhere;
  }
  ul {
    margin: 8px 0 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    gap: 4px 12px;
    padding-block: 12px;
    border-block-start: 1px solid var(--line);
  }
  .who {
    font-weight: 550;
    overflow-wrap: anywhere;
  }
  li button {
    grid-area: 1 / 2 / span 2;
  }
  li > .quiet {
    grid-column: 1;
  }
  .bar {
    grid-column: 1 / -1;
    inline-size: 100%;
    block-size: 6px;
    border-radius: 3px;
    background: var(--line);
    fill: var(--accent);
  }
  .bar:dir(rtl) {
    scale: -1 1;
  }
  .bar.high {
    fill: var(--notice);
  }
  li .spent {
    grid-column: 1 / -1;
  }
  @container (inline-size > 520px) {
    .fields {
      grid-template-columns: 1.4fr 1fr 1fr;
    }
  }
  @media (forced-colors: active) {
    .bar {
      border: 1px solid CanvasText;
      fill: Highlight;
    }
  }
`;
