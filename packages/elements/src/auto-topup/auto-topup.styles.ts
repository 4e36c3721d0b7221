import { css } from 'lit';

export const autoTopupStyles = css`
  form {
    gap: calc(var(--u) * 3.5);
    margin-block-start: calc(var(--u) * 2);
  }
  .fields {
    display: grid;
    gap: 12px;
  }
  .fields label {
    display: grid;
    align-content: start;
    gap: 4px;
    min-inline-size: 0;
  }
  p + .quiet {
    margin-block-start: 4px;
  }
  .sentence {
    padding: calc(var(--u) * 3) calc(var(--u) * 3.5);
    border-radius: var(--radius);
    background: var(--raised);
  }
  .consent {
    display: flex;
    align-items: start;
    gap: 10px;
    font-weight: 400;
  }
  .consent input {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    margin: 2px 0 0;
    accent-color: var(--accent);
  }
  .notice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 10px 16px;
    margin-block-start: 12px;
  }
  .notice p {
    flex: 1 1 14rem;
  }
  div.actions {
    margin-block-start: 12px;
  }
  form .actions {
    margin: 0;
  }
  @container (inline-size > 520px) {
    .fields {
      grid-template-columns: 1fr 1.4fr 1fr;
    }
  }
`;
