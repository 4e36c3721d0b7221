import { css } from 'lit';

export const walletStyles = css`
  :host {
    padding: 0;
  }
  .card {
    padding: var(--kopai-panel-padding, calc(var(--u) * 6));
  }
  /* How tall earnings and budgets are is for them to say: what stands below comes when they are there, and need not move. */
  .card:has(> :is(kopai-earnings, kopai-budgets):is(:state(loading), :not(:defined))) ~ .card {
    display: none;
  }
  .card + .card {
    border-block-start: 1px solid var(--line);
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--u) * 4);
  }
  h2 {
    color: var(--muted);
    font-size: var(--s);
    font-weight: 500;
  }
  .balance {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 12px;
    margin-block-start: 4px;
  }
  .number {
    font-size: var(--kopai-wallet-balance-size, 2.5rem);
    font-weight: 650;
    letter-spacing: -0.025em;
    line-height: 1.15;
  }
  .bone.number {
    inline-size: 5.5ch;
  }
  .unit {
    font-weight: 500;
  }
  .worth {
    color: var(--muted);
  }
  .parts {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 24px;
    margin-block-start: calc(var(--u) * 3);
    font-size: var(--s);
  }
  .parts div {
    display: flex;
    gap: 6px;
  }
  .parts dt {
    color: var(--muted);
  }
  .parts dd {
    font-weight: var(--strong);
  }
  .notice {
    margin-block-start: calc(var(--u) * 4);
  }
  .card > :is(kopai-topup, kopai-auto-topup, kopai-plan, kopai-earnings, kopai-budgets, kopai-transactions, kopai-chart) {
    --kopai-panel-padding: 0;
    --kopai-panel-border: 0;
    --kopai-panel-radius: 0;
    --kopai-panel-background: transparent;
  }
  [hidden] {
    display: none;
  }
  @container (inline-size < 480px) {
    .card {
      padding: var(--kopai-panel-padding, calc(var(--u) * 4.5) calc(var(--u) * 4));
    }
    .top > button {
      inline-size: 100%;
    }
  }
`;
