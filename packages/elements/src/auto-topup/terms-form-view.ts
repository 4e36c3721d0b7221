import { formatCredits } from '@kopai/contracts/amount';
import type { Pack } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { creditsIn, textIn } from '../page/amount-input.ts';
import { centsText, countedCredits } from '../page/amount-text.ts';
import { actionButton } from '../sections/action-button.ts';
import { autoTopupWords } from '../words/auto-topup-words.ts';
import { type AutoTopupTerms, sentenceOf } from './terms.ts';

export type TermsField = 'threshold' | 'times' | 'consent';

interface TermsFormViewOptions {
  readonly terms: AutoTopupTerms;
  readonly packs: readonly Pack[];
  readonly locale: string;
  readonly busy: boolean;
  readonly problem: { readonly field: TermsField; readonly text: string } | undefined;
  /** Called with each change, so that the sentence says what would be agreed to. */
  readonly change: (terms: AutoTopupTerms) => void;
  readonly agree: (consent: boolean) => void;
  readonly cancel: () => void;
}

/** The terms to agree to, in fields and in one sentence. */
export function termsFormView(options: TermsFormViewOptions): TemplateResult {
  const { terms, packs, locale, busy, problem, change, agree, cancel } = options;
  const words = autoTopupWords(locale);
  const input = (event: Event) => {
    const form = event.currentTarget as HTMLFormElement;
    const pack = packs.find(({ id }) => id === textIn(form, 'pack')) ?? terms.pack;
    const times = /^\d{1,4}$/.test(textIn(form, 'times')) ? Number(textIn(form, 'times')) : 0;
    change({ threshold: creditsIn(form, 'threshold') ?? 0n, pack, times });
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    agree(textIn(event.target as HTMLFormElement, 'consent') !== '');
  };
  const wrong = (field: TermsField) => (problem?.field === field ? 'true' : 'false');
  const describedBy = problem ? 'problem' : nothing;
  const number = (name: 'threshold' | 'times', label: string, value: string) => html`<label>
    ${label}
    <input name=${name} type="number" inputmode="decimal" autocomplete="off" value=${value} aria-invalid=${wrong(name)} aria-describedby=${describedBy} />
  </label>`;
  const packName = ({ credits, amountCents }: Pack) =>
    words.pack(countedCredits(credits, locale), centsText(amountCents, locale));
  return html`<form part="form" novalidate @input=${input} @submit=${submit}>
    <div class="fields">
      ${number('threshold', words.below, formatCredits(terms.threshold))}
      <label>
        ${words.buy}
        <select name="pack">
          ${packs.map((pack) => html`<option value=${pack.id} ?selected=${pack.id === terms.pack.id}>${packName(pack)}</option>`)}
        </select>
      </label>
      ${number('times', words.times, `${terms.times}`)}
    </div>
    <p class="sentence" part="sentence">${sentenceOf(terms, locale)}</p>
    <label class="consent">
      <input name="consent" type="checkbox" aria-invalid=${wrong('consent')} aria-describedby=${describedBy} />
      <span>${words.consent}</span>
    </label>
    ${problem ? html`<p class="problem" id="problem">${problem.text}</p>` : nothing}
    <div class="actions">
      ${actionButton({ name: words.on, style: 'primary', busy })} ${actionButton({ name: words.cancel, run: cancel })}
    </div>
  </form>`;
}
