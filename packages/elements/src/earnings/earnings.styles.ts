import { css } from 'lit';

export const earningsStyles = css`
  .figures {
    display: grid;
    gap: 16px;
    margin-block: 16px;
  }
  dt {
    color: var(--muted);
    font-size: var(--s);
  }
  .sum {
    font-size: 1.25rem;
    font-weight: 600;
    letter-spacing: -0.015em;
    line-height: 1.4;
  }
  .available .sum {
    font-size: 1.75rem;
    font-weight: 650;
    line-height: 1.2;
  }
  .bone.figure {
    block-size: 92px;
    margin-block-start: calc(var(--u) * 4);
  }
  .bone.line {
    block-size: calc(var(--tall) + var(--u) * 8);
  }
  kopai-chart {
    --kopai-panel-padding: 0;
    --kopai-panel-border: 0;
    --kopai-panel-radius: 0;
    --kopai-panel-background: transparent;
    margin-block: calc(var(--u) * 5);
  }
  /* Its room until it is loaded: that of its shapes. */
  kopai-chart:not(:defined) {
    display: block;
    min-block-size: 227px;
  }
  kopai-chart:last-child {
    margin-block-end: 0;
  }
  .account {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 12px 24px;
    margin-block-start: calc(var(--u) * 4);
    padding: calc(var(--u) * 4);
    border-radius: var(--radius);
    background: var(--raised);
  }
  .account.wrong {
    background: color-mix(in srgb, var(--notice) 9%, var(--surface));
  }
  .account.wrong h4 {
    color: var(--notice);
  }
  .said {
    flex: 1 1 16rem;
    font-size: 0.9375em;
  }
  form,
  p[part='withdraw'],
  .payouts {
    margin-block-start: calc(var(--u) * 5);
  }
  .row {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 8px;
    max-inline-size: 26rem;
  }
  .field {
    position: relative;
  }
  .field input {
    padding-inline-end: 72px;
  }
  .max {
    position: absolute;
    inset-block: 5px;
    inset-inline-end: 5px;
    min-block-size: 0;
    padding: 0 12px;
    border-color: transparent;
    background: var(--raised);
    font-size: var(--xs);
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
    gap: 2px 12px;
    padding-block: calc(var(--u) * 2.5);
    border-block-start: 1px solid var(--line);
  }
  .amount {
    font-weight: var(--strong);
  }
  .about {
    grid-column: 1 / -1;
  }
  @container (inline-size > 560px) {
    .figures {
      grid-template-columns: 1.2fr 1fr 1fr;
      gap: 0 24px;
    }
    /* A name that takes two lines leaves the figures beside it on one line with its own. */
    .figures div {
      display: grid;
      grid-row: span 3;
      grid-template-rows: subgrid;
    }
    dt {
      align-self: end;
    }
    .sum {
      line-height: 2.1rem;
    }
  }
`;
