import { css } from 'lit';

export const topupStyles = css`
  fieldset {
    display: grid;
    gap: calc(var(--u) * 2);
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  legend {
    padding: 0;
    margin-block-end: 12px;
    font-weight: 600;
  }
  label,
  .bone.pack {
    min-block-size: 66px;
  }
  .bone.wide {
    min-block-size: calc(var(--tall) + 4px);
  }
  label {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: 2px 12px;
    padding: calc(var(--u) * 2.5) calc(var(--u) * 4);
    border: 1px solid var(--line);
    border-radius: var(--kopai-topup-pack-radius, calc(var(--radius) * 1.25));
    background: var(--kopai-topup-pack-background, transparent);
    cursor: pointer;
    transition:
      border-color 0.12s,
      background 0.12s;
  }
  label:hover {
    border-color: var(--control);
  }
  label:has(:checked) {
    border-color: var(--accent);
    background: color-mix(in srgb, var(--accent) 7%, transparent);
    box-shadow: inset 0 0 0 1px var(--accent);
  }
  label:has(:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  input {
    appearance: none;
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    border: 1.5px solid var(--control);
    border-radius: 50%;
    outline: none;
    cursor: pointer;
  }
  input:checked {
    border: 5.5px solid var(--accent);
  }
  .size {
    display: grid;
  }
  .credits {
    font-weight: 600;
  }
  .price {
    font-weight: 600;
    font-size: 1.0625em;
  }
  .pay {
    display: grid;
    gap: 10px;
    margin-block-start: calc(var(--u) * 4);
  }
  .pay .quiet {
    text-align: center;
    text-wrap: balance;
  }
  .pay button {
    min-block-size: calc(var(--tall) + 4px);
  }
  .bone.checkout {
    block-size: 420px;
  }
  .title {
    margin-block-end: calc(var(--u) * 4);
  }
  .mark {
    display: grid;
    place-items: center;
    inline-size: 36px;
    block-size: 36px;
    border-radius: 50%;
    background: var(--raised);
    color: var(--muted);
  }
  .mark.paid {
    background: color-mix(in srgb, var(--positive) 14%, transparent);
    color: var(--positive);
  }
  .mark.failed {
    background: color-mix(in srgb, var(--danger) 12%, transparent);
    color: var(--danger);
  }
  .mark svg {
    inline-size: 18px;
    block-size: 18px;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .said {
    display: grid;
    gap: 2px;
  }
  @container (inline-size > 560px) {
    fieldset {
      grid-template-columns: repeat(var(--columns, 3), 1fr);
    }
    label {
      grid-template-columns: 1fr auto;
      align-content: space-between;
      min-block-size: 104px;
      padding: 14px 16px;
    }
    label input {
      grid-area: 1 / 2;
      align-self: start;
    }
    .price {
      grid-row: 2;
    }
    .bone.pack {
      min-block-size: 104px;
    }
    .pay {
      grid-template-columns: auto 1fr;
      align-items: center;
    }
    .pay .quiet {
      text-align: start;
    }
    .pay .problem {
      grid-column: 1 / -1;
    }
    .pay button,
    .bone.wide {
      min-inline-size: 160px;
    }
  }
  @media (forced-colors: active) {
    label:has(:checked) {
      border: 2px solid Highlight;
    }
    input {
      appearance: auto;
    }
  }
`;
