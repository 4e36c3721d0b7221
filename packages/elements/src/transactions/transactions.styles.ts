import { css } from 'lit';

export const transactionsStyles = css`
  .head {
    display: grid;
    margin-block-start: -4px;
    grid-template: 'title export' 'filters filters' / 1fr auto;
    align-items: center;
    gap: calc(var(--u) * 3) calc(var(--u) * 2);
  }
  .filters,
  .days {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .filters {
    grid-area: filters;
  }
  [part='error'] {
    margin-block-start: calc(var(--u) * 4);
  }
  .days {
    margin-block-start: 10px;
  }
  .day {
    display: grid;
    gap: 2px;
  }
  .filters select,
  .head button,
  .day input {
    min-block-size: 32px;
    font-size: var(--s);
  }
  .head button {
    padding: 0 calc(var(--u) * 3);
  }
  .day input {
    padding: 0 calc(var(--u) * 2);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: inherit;
    font-family: inherit;
  }
  .filters select {
    flex: 1;
    min-inline-size: 0;
  }
  table,
  thead,
  tbody {
    display: block;
    inline-size: 100%;
  }
  table {
    margin-block-start: 12px;
  }
  tr {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0 16px;
    align-items: center;
    padding-block: calc(var(--u) * 3);
    border-block-start: 1px solid var(--line);
  }
  thead tr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  th,
  td {
    padding: 0;
    text-align: start;
    font-weight: inherit;
    min-inline-size: 0;
  }
  .what {
    display: flex;
    align-items: center;
    gap: 12px;
    grid-row: span 2;
  }
  .receipt {
    color: inherit;
  }
  time,
  .whole {
    white-space: nowrap;
  }
  .said {
    display: grid;
    min-inline-size: 0;
  }
  .name {
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .glyph {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 32px;
    block-size: 32px;
    border-radius: 50%;
    background: var(--raised);
    color: var(--muted);
  }
  .glyph svg {
    inline-size: 16px;
    block-size: 16px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .glyph.in {
    color: var(--positive);
    background: color-mix(in srgb, var(--positive) 11%, transparent);
  }
  .amount {
    align-self: end;
    text-align: end;
    font-weight: var(--strong);
  }
  .amount.in {
    color: var(--positive);
  }
  .amount.none {
    color: var(--muted);
  }
  .after {
    align-self: start;
    text-align: end;
  }
  .members .who {
    grid-column: 1;
    grid-row: 3;
    padding-inline-start: 44px;
  }
  .members .who:empty {
    display: none;
  }
  .head + .problem,
  .days + .problem {
    margin-block-start: calc(var(--u) * 2);
  }
  .foot {
    display: grid;
    justify-items: center;
    gap: 8px;
    padding-block-start: 12px;
    border-block-start: 1px solid var(--line);
  }
  .nothing {
    justify-items: center;
    padding-block: 28px 12px;
    text-align: center;
  }
  .bone.line {
    block-size: 45px;
    margin-block: calc(var(--u) * 5.5);
  }
  @container (inline-size > 600px) {
    .head {
      grid-template: 'title filters export' / 1fr auto auto;
    }
    .filters select {
      flex: none;
      max-inline-size: 11rem;
    }
    tr,
    .members tr {
      grid-template-columns: minmax(0, 1fr) 7.5rem 7.5rem;
      align-items: center;
    }
    .members tr {
      grid-template-columns: minmax(0, 1fr) 8rem 7rem 7rem;
    }
    thead tr {
      position: static;
      inline-size: auto;
      block-size: auto;
      clip-path: none;
      padding-block: 8px;
      border: 0;
      color: var(--muted);
      font-size: var(--xs);
    }
    th:nth-last-child(-n + 2) {
      text-align: end;
    }
    .what,
    .members .who {
      grid-row: auto;
      grid-column: auto;
      padding-inline-start: 0;
    }
    .members .who:empty {
      display: block;
    }
    .amount,
    .after {
      align-self: center;
    }
  }
`;
