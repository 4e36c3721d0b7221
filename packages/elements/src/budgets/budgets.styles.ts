import { css } from 'lit';

export const budgetsStyles = css`
  li button {
    min-block-size: 32px;
    padding: 0 calc(var(--u) * 3);
    font-size: var(--s);
  }
  form {
    gap: calc(var(--u) * 3);
    margin-block: calc(var(--u) * 3);
    padding: calc(var(--u) * 4);
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
    font-size: 1.07em;
    font-weight: 400;
    line-height: var(--tall);
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
    padding-block: calc(var(--u) * 3);
    border-block-start: 1px solid var(--line);
  }
  .who {
    font-weight: var(--strong);
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
