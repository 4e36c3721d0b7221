import { css } from 'lit';

/** Forms inside sections: fields, what is wrong with them, and where things stand. */
export const fieldStyles = css`
  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 12px;
  }
  h3,
  h4 {
    font-weight: 600;
  }
  h4 {
    margin: 0;
    font-size: inherit;
  }
  form {
    display: grid;
    gap: 6px;
  }
  form label {
    font-size: 0.875em;
    font-weight: 550;
  }
  input[type='number'],
  input:not([type]),
  select {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: var(--kopai-control-size, 40px);
    padding: 0 12px;
    border: 1px solid var(--control);
    border-radius: var(--radius);
    background: var(--surface);
    color: inherit;
    font: inherit;
    font-size: 1rem;
    font-weight: 400;
    font-variant-numeric: inherit;
  }
  input[type='number'] {
    appearance: textfield;
  }
  input::-webkit-inner-spin-button,
  input::-webkit-outer-spin-button {
    appearance: none;
    margin: 0;
  }
  input[aria-invalid='true'] {
    border-color: var(--danger);
  }
  .problem {
    color: var(--danger);
    font-size: 0.9em;
  }
  .status {
    flex: none;
    padding: 1px 10px;
    border-radius: 1em;
    background: var(--raised);
    color: var(--muted);
    font-size: 0.8125em;
    font-weight: 550;
    white-space: nowrap;
  }
  .status.paid,
  .status.ready {
    background: color-mix(in srgb, var(--positive) 12%, transparent);
    color: var(--positive);
  }
  .status.failed,
  .status.reversed,
  .status.paused {
    background: color-mix(in srgb, var(--danger) 10%, transparent);
    color: var(--danger);
  }
  .status.unknown,
  .status.queued,
  .status.waiting,
  .status.needs_card,
  .status.needs_action,
  .status.past_due {
    background: color-mix(in srgb, var(--notice) 12%, transparent);
    color: var(--notice);
  }
  .notice {
    padding: 10px 14px;
    border-radius: var(--radius);
    background: var(--raised);
    font-size: 0.9em;
  }
  .notice.wrong {
    background: color-mix(in srgb, var(--notice) 11%, transparent);
    color: var(--notice);
  }
  .bone.line {
    block-size: 44px;
    margin-block-start: 16px;
  }
  @media (forced-colors: active) {
    .status,
    .notice {
      border: 1px solid currentColor;
    }
  }
`;
