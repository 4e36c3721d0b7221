import type { Wallet } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { countedCredits, countOf, creditsText, inHundredths, worthText } from '../page/amount-text.ts';
import { sectionWords } from '../words/section-words.ts';
import { walletWords } from '../words/wallet-words.ts';

export interface BalanceViewOptions {
  readonly wallet: Wallet;
  /** The balance as it is shown now: on its way to the real one. */
  readonly shown: bigint;
  readonly counting: boolean;
  readonly locale: string;
}

/** The balance, what it is made of, and what is to be done about it. */
export function balanceView({ wallet, shown, counting, locale }: BalanceViewOptions): TemplateResult {
  const { balance, held, available, debt } = wallet;
  const words = walletWords(locale);
  const style = counting ? inHundredths : undefined;
  const part = (name: string, amount: bigint) => html`<div>
    <dt>${name}</dt>
    <dd>${creditsText(amount, locale)}</dd>
  </div>`;
  return html`<div class="balance" part="balance">
      <span class="hidden">${creditsText(balance, locale)} ${words.unit(countOf(balance))}</span>
      <span aria-hidden="true"><bdi class="number" dir="ltr">${creditsText(shown, locale, style)}</bdi> <span class="unit">${words.unit(countOf(balance))}</span></span>
      ${balance > 0n ? html`<bdi class="worth" dir="ltr">${words.worth(worthText(balance, locale))}</bdi>` : nothing}
    </div>
    ${
      held > 0n || debt > 0n
        ? html`<dl class="parts">
          ${part(words.available, available)}${held > 0n ? part(words.held, held) : nothing}${debt > 0n ? part(words.debt, debt) : nothing}
        </dl>`
        : nothing
    }`;
}

/** What its reader should know about the balance, if anything; who may not buy credits is told who may. */
export function noticeView(wallet: Wallet, mayTopUp: boolean, locale: string): TemplateResult | typeof nothing {
  const { debt, available, held, lowBalance } = wallet;
  const words = walletWords(locale);
  if (debt > 0n) return html`<p class="notice debt" part="notice">${words.inDebt(countedCredits(debt, locale))}</p>`;
  const empty = available === 0n && held === 0n;
  if (empty) return html`<p class="notice" part="notice">${mayTopUp ? words.empty : words.used}</p>`;
  return lowBalance ? html`<p class="notice wrong" part="notice">${words.low}</p>` : nothing;
}

/** The balance before it is there, in its size. */
export function balanceSkeleton(locale: string): TemplateResult {
  return html`<div class="balance" aria-busy="true">
    <span class="hidden">${sectionWords(locale).loading}</span>
    <span class="bone number">&nbsp;</span>
  </div>`;
}
