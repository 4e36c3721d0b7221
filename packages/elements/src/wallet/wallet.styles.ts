import { css } from 'lit';

export const walletStyles = css`
  :host {
    padding: 0;
  }
  .card {
    padding: var(--kopai-panel-padding, 24px);
  }
  .card + .card {
    border-block-start: 1px solid var(--line);
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 16px;
  }
  h2 {
    color: var(--muted);
    font-size: 0.875em;
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
    margin-block-start: 12px;
    font-size: 0.875em;
  }
  .parts div {
    display: flex;
    gap: 6px;
  }
  .parts dt {
    color: var(--muted);
  }
  .parts dd {
    font-weight: 550;
  }
  .notice {
    margin-block-start: 16px;
    padding: 10px 14px;
    border-radius: var(--radius);
    background: var(--raised);
    font-size: 0.9em;
  }
  .notice.low {
    background: color-mix(in srgb, var(--notice) 11%, transparent);
    color: var(--notice);
  }
  .notice.debt {
    background: color-mix(in srgb, var(--danger) 9%, transparent);
    color: var(--danger);
  }
  .card > :is(kopai-topup, kopai-auto-topup, kopai-plan, kopai-earnings, kopai-budgets, kopai-transactions) {
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
      padding: var(--kopai-panel-padding, 18px 16px);
    }
    .top > button {
      inline-size: 100%;
    }
  }
`;
