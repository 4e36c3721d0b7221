import type { Pack } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { centsText, countedCredits } from '../page/amount-text.ts';
import { sectionWords } from '../words/section-words.ts';
import { topupWords } from '../words/topup-words.ts';

/** Packs that are shown as empty shapes while the real ones are on their way: the shop usually has this many. */
const shapes = [1, 2, 3];

export interface PacksViewOptions {
  /** Undefined while they are on their way. */
  readonly packs: readonly Pack[] | undefined;
  readonly packId: string | undefined;
  readonly busy: boolean;
  readonly locale: string;
  /** Why the last try did not lead to the checkout. */
  readonly problem: string | undefined;
  /** Where the payer pays. */
  readonly about: string;
  /** Pays on Stripe's page, where its form can't be shown inside this one. */
  readonly instead: (() => void) | undefined;
  readonly choose: (packId: string) => void;
  /** What the button does; without a name it names the price. */
  readonly action: { readonly name: string | undefined; readonly run: () => void };
}

/** The packs, one of which is chosen, and the way to the checkout. */
export function packsView(options: PacksViewOptions): TemplateResult {
  const { packs, packId, busy, locale, problem, about, instead, action } = options;
  const words = topupWords(locale);
  if (!packs) return skeleton(locale);
  if (packs.length === 0) return html`<div class="state"><p>${words.none}</p></div>`;
  const chosen = packs.find(({ id }) => id === packId);
  const pay = chosen ? words.pay(centsText(chosen.amountCents, locale)) : '';
  return html`<form @submit=${(event: Event) => submitted(event, action.run)}>
    <fieldset>
      <legend>${words.choose}</legend>
      ${packs.map((pack) => packView(pack, options))}
    </fieldset>
    <div class="pay">
      ${problem ? html`<p class="problem" id="problem">${problem}</p>` : nothing}
      <button class=${instead ? '' : 'primary'} part="pay" aria-disabled=${busy ? 'true' : 'false'} aria-describedby=${problem ? 'problem' : nothing}>
        ${busy ? html`<span class="spinner"></span>` : nothing}${action.name ?? pay}
      </button>
      ${
        instead
          ? html`<button type="button" class="primary" part="pay-instead" @click=${instead}>${words.payAtStripe}</button>`
          : html`<p class="quiet">${about}</p>`
      }
    </div>
  </form>`;
}

function packView(
  { id, name, credits, amountCents }: Pack,
  { packId, locale, choose }: PacksViewOptions,
): TemplateResult {
  return html`<label part="pack">
    <input type="radio" name="pack" .value=${id} .checked=${id === packId} @change=${() => choose(id)} />
    <span class="size">
      <span class="credits">${topupWords(locale).credits(countedCredits(credits, locale))}</span>
      <span class="quiet">${name}</span>
    </span>
    <span class="price">${centsText(amountCents, locale)}</span>
  </label>`;
}

function skeleton(locale: string): TemplateResult {
  const words = topupWords(locale);
  return html`<fieldset aria-busy="true" disabled>
      <legend>${words.choose}<span class="hidden">${sectionWords(locale).loading}</span></legend>
      ${shapes.map(() => html`<span class="bone pack"></span>`)}
    </fieldset>
    <div class="pay"><span class="bone wide"></span><p class="quiet">${words.secure}</p></div>`;
}

function submitted(event: Event, run: () => void): void {
  event.preventDefault();
  run();
}
