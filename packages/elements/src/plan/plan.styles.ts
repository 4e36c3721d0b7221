import { css } from 'lit';

export const planStyles = css`
  .current-name {
    color: var(--muted);
    font-weight: 500;
  }
  .notice {
    margin-block-start: calc(var(--u) * 3);
  }
  table {
    inline-size: 100%;
    margin-block-start: 16px;
    border-collapse: collapse;
    font-size: 0.9375em;
  }
  th,
  td {
    padding: calc(var(--u) * 2.25) calc(var(--u) * 2);
    border-block-start: 1px solid var(--line);
    text-align: center;
    font-weight: inherit;
  }
  thead th {
    border: 0;
    vertical-align: bottom;
  }
  th:first-child {
    padding-inline-start: 0;
    text-align: start;
  }
  td,
  thead th {
    inline-size: 27%;
  }
  th:first-child {
    inline-size: auto;
  }
  .name {
    display: block;
    font-weight: 600;
  }
  .current {
    background: var(--raised);
  }
  thead .current {
    border-start-start-radius: var(--radius);
    border-start-end-radius: var(--radius);
  }
  tr:last-child .current {
    border-end-start-radius: var(--radius);
    border-end-end-radius: var(--radius);
  }
  svg {
    inline-size: 16px;
    block-size: 16px;
    vertical-align: -3px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .yes {
    color: var(--positive);
  }
  .no {
    color: var(--muted);
  }
  .some {
    display: block;
    text-wrap: balance;
    font-size: 0.9em;
  }
  .actions {
    align-items: center;
    gap: 8px 16px;
    margin-block-start: 16px;
  }
  details {
    margin-block-start: calc(var(--u) * 4);
  }
  summary {
    inline-size: fit-content;
    border-radius: 4px;
    color: var(--muted);
    font-size: var(--s);
    font-weight: var(--strong);
    cursor: pointer;
  }
  summary:hover {
    color: var(--text);
  }
  .bone.matrix {
    block-size: 346px;
    margin-block-start: 16px;
  }
`;
