import type { Earnings } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { creditsIn } from '../page/amount-input.ts';
import { countedCredits, creditsText, worthText } from '../page/amount-text.ts';
import { actionButton } from '../sections/action-button.ts';
import { earningsWords } from '../words/earnings-words.ts';
import { canWithdraw, stepText } from './withdrawal.ts';

interface WithdrawViewOptions {
  readonly earnings: Earnings;
  readonly locale: string;
  readonly busy: boolean;
  /** Why the amount in the field was not withdrawn. */
  readonly problem: string | undefined;
  readonly fillMost: () => void;
  /** Called with the amount in the field; undefined if that is none. */
  readonly withdraw: (amount: bigint | undefined) => void;
}

/** The amount to withdraw, its limits, and the way to do it; below the minimum, how far it is. */
export function withdrawView({
  earnings,
  locale,
  busy,
  problem,
  fillMost,
  withdraw,
}: WithdrawViewOptions): TemplateResult {
  const words = earningsWords(locale);
  const minimum = countedCredits(earnings.minimumPayout, locale);
  if (!canWithdraw(earnings)) {
    const missing = creditsText(earnings.minimumPayout - earnings.available, locale);
    return html`<p class="quiet" part="withdraw">${words.belowMinimum(minimum, missing)}</p>`;
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    withdraw(creditsIn(event.target as HTMLFormElement, 'amount'));
  };
  return html`<form part="withdraw" novalidate @submit=${submit}>
    <label for="amount">${words.amount}</label>
    <div class="row">
      <span class="field">
        <input
          id="amount"
          name="amount"
          type="number"
          inputmode="decimal"
          step="0.1"
          autocomplete="off"
          aria-describedby=${problem ? 'problem limits' : 'limits'}
          aria-invalid=${problem ? 'true' : 'false'}
        />
        <button type="button" class="max" @click=${fillMost}>${words.max}</button>
      </span>
      ${actionButton({ name: busy ? words.withdrawing : words.withdraw, style: 'primary', busy })}
    </div>
    ${problem ? html`<p class="problem" id="problem">${problem}</p>` : nothing}
    <p class="quiet" id="limits">${words.limits(minimum, worthText(earnings.minimumPayout, locale), stepText(locale))}</p>
  </form>`;
}
