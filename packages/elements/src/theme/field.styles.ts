import { css } from 'lit';

/** Forms inside sections: fields, what is wrong with them, and where things stand. */
export const fieldStyles = css`
  form {
    display: grid;
    gap: calc(var(--u) * 1.5);
  }
  form label {
    font-size: var(--s);
    font-weight: var(--strong);
  }
  input[type='number'],
  input:not([type]),
  form select {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: var(--tall);
    padding-inline-start: calc(var(--u) * 3);
    border: 1px solid var(--control);
    border-radius: var(--radius);
    background-color: var(--surface);
    color: inherit;
    font: inherit;
    /* Below 16 px a phone zooms in on a field that gets the focus. */
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
  .status {
    flex: none;
    padding: 1px 10px;
    border-radius: 1em;
    background: var(--raised);
    color: var(--muted);
    font-size: var(--xs);
    font-weight: var(--strong);
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
  .bone.text {
    block-size: 1.3125em;
    margin-block-start: var(--u);
  }
  .bone.line {
    block-size: var(--tall);
    margin-block-start: calc(var(--u) * 4);
  }
  @media (forced-colors: active) {
    .status {
      border: 1px solid currentColor;
    }
  }
`;
