import { AutoTopup, type Pack, Packs, type ReplyOf, Topups } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { KopaiTopupRedirectEvent } from '../events/topup-redirect.ts';
import type { Account } from '../page/account.ts';
import { countedCredits, creditsText } from '../page/amount-text.ts';
import { announce } from '../page/announcer.ts';
import type { KopaiPage } from '../page/kopai-page.ts';
import { mayManage } from '../page/may-manage.ts';
import { Repeatable } from '../page/repeatable.ts';
import { actionButton } from '../sections/action-button.ts';
import { problemView } from '../sections/problem-view.ts';
import { SectionElement } from '../sections/section-element.ts';
import { sectionSkeleton } from '../sections/section-skeleton.ts';
import { fieldStyles } from '../theme/field.styles.ts';
import { sectionStyles } from '../theme/section.styles.ts';
import { pageUrl } from '../topup/returned-topup.ts';
import { autoTopupWords } from '../words/auto-topup-words.ts';
import type { Words } from '../words/words.ts';
import { autoTopupStyles } from './auto-topup.styles.ts';
import { obstacleView } from './obstacle-view.ts';
import { type AutoTopupTerms, sentenceOf, termsOf } from './terms.ts';
import { type TermsField, termsFormView } from './terms-form-view.ts';

/** How often a payment that is under way is looked at, in milliseconds. */
const lookAgainMs = 5_000;

type Settings = ReplyOf<'autoTopup.get'>;

interface AutoTopupData {
  readonly settings: Settings;
  readonly packs: readonly Pack[];
  readonly mayManage: boolean;
}

/**
 * Buys a pack when the balance falls low, with the payer's consent: one sentence says what will be charged when, and one click stops it.
 *
 * @element kopai-auto-topup
 * @attr {string} wallet - Whose: `me` (the default), `user:…` or `org:…`.
 * @attr {boolean} read-only - Leaves changing it out, for members. Where the session says the roles, it does so by itself.
 * @fires {KopaiTopupRedirectEvent} kopai-topup-redirect - About to leave for the checkout, to save a card; may be prevented.
 * @fires {KopaiSignInEvent} kopai-sign-in - A visitor wants to sign in.
 * @fires {KopaiErrorEvent} kopai-error - Something failed.
 * @slot signed-out - In place of the invitation to sign in.
 * @csspart sentence - What will be charged when.
 * @csspart notice - What holds the next one back.
 * @csspart form - The terms to agree to.
 * @csspart stop - The button that switches it off.
 * @csspart save-card - The button that pays once and saves a card.
 * @csspart error - What went wrong, with another try.
 */
export class KopaiAutoTopup extends SectionElement<AutoTopupData> {
  static override styles = [...sectionStyles, fieldStyles, autoTopupStyles];

  static override properties = {
    readOnly: { type: Boolean, attribute: 'read-only' },
    draft: { state: true },
    problem: { state: true },
  };

  declare readOnly: boolean;
  /** The terms in the form; undefined while it is closed. */
  declare private draft: AutoTopupTerms | undefined;
  declare private problem: { readonly field: TermsField; readonly text: string } | undefined;
  readonly #purchase = new Repeatable();

  constructor() {
    super();
    this.readOnly = false;
  }

  protected override async load({ client, publicClient }: Account, page: KopaiPage, signal: AbortSignal) {
    const { wallet } = this;
    const [settings, shop, manages] = await Promise.all([
      new AutoTopup(client).get(wallet, { signal }),
      new Packs(publicClient).list({ signal }),
      mayManage(page, wallet),
    ]);
    return { settings, packs: shop.data, mayManage: manages };
  }

  protected override lookAgainMs({ settings: { state } }: AutoTopupData): number | undefined {
    return state === 'charging' || state === 'needs_action' ? lookAgainMs : undefined;
  }

  readonly #open = (terms: AutoTopupTerms) => {
    this.draft = terms;
    this.problem = this.refusal = undefined;
    return this.focusOn('[name=threshold]');
  };

  readonly #close = () => {
    this.draft = this.problem = undefined;
    return this.focusOn('.set');
  };

  readonly #agree = async (consent: boolean) => {
    const { draft } = this;
    if (!draft) return;
    this.problem = problemOf(draft, consent, autoTopupWords(this.locale));
    if (this.problem) return this.focusOn('[aria-invalid=true]');
    const { threshold, pack, times } = draft;
    await this.#put('on', { enabled: true, threshold, packId: pack.id, monthlyCap: pack.credits * BigInt(times) });
  };

  async #put(act: 'on' | 'stop', body: Parameters<AutoTopup['put']>[1]): Promise<void> {
    await this.act(act, async ({ client }) => {
      const settings = await new AutoTopup(client).put(this.wallet, body);
      if (this.data) this.data = { ...this.data, settings };
      const words = autoTopupWords(this.locale);
      announce(body.enabled ? words.switchedOn : words.switchedOff, this.locale);
      void this.#close();
    });
  }

  readonly #saveCard = (packId: string) =>
    this.act('card', async ({ client }) => {
      const topups = new Topups(client);
      const { wallet } = this;
      const order = { wallet, packId, successUrl: pageUrl(), cancelUrl: pageUrl(), saveCard: true };
      const topup = await this.#purchase.run(JSON.stringify(order), (options) => topups.create(order, options));
      if (topup.checkoutUrl !== null) this.leave(new KopaiTopupRedirectEvent(topup, topup.checkoutUrl));
    });

  protected override skeleton(): TemplateResult {
    return sectionSkeleton(autoTopupWords(this.locale).title, ['text'], this.locale);
  }

  protected override view({ settings, packs, mayManage: manages }: AutoTopupData, locale: string): TemplateResult {
    const { draft, busy, problem } = this;
    const words = autoTopupWords(locale);
    const terms = termsOf(settings, packs);
    const may = manages && !this.readOnly;
    const { enabled, state } = settings;
    return html`<div class="title">
        <h3>${words.title}</h3>
        ${enabled ? html`<span class="status ${state}">${words.status[state]}</span>` : nothing}
        ${!enabled && !draft && may && terms ? actionButton({ name: words.set, style: 'set', run: () => void this.#open(terms) }) : nothing}
      </div>
      ${
        draft
          ? termsFormView({
              terms: draft,
              packs,
              locale,
              busy: busy === 'on',
              problem,
              change: (changed) => {
                this.draft = changed;
              },
              agree: this.#agree,
              cancel: this.#close,
            })
          : terms && this.#standing(settings, terms, may, locale)
      }
      ${problemView(this.refusal, 'on', locale)} ${problemView(this.refusal, 'stop', locale)} ${problemView(this.refusal, 'card', locale)}`;
  }

  #standing(settings: Settings, terms: AutoTopupTerms, may: boolean, locale: string): TemplateResult {
    const open = () => void this.#open(terms);
    const words = autoTopupWords(locale);
    if (!settings.enabled) return html`<p class="quiet">${words.off}</p>`;
    const busy = this.busy === 'card';
    const saveCard = () => void this.#saveCard(terms.pack.id);
    const bought = words.spent(creditsText(settings.monthSpent, locale), countedCredits(settings.monthlyCap, locale));
    const { threshold, monthlyCap } = settings;
    const stop = () => void this.#put('stop', { enabled: false, threshold, packId: terms.pack.id, monthlyCap });
    return html`<p part="sentence">${sentenceOf(terms, locale)}</p>
      <p class="quiet">${bought}</p>
      ${obstacleView({ settings, terms, locale, mayManage: may, busy, saveCard })}
      ${
        may
          ? html`<div class="actions">
            ${actionButton({ name: words.stop, part: 'stop', busy: this.busy === 'stop', run: stop })}
            ${actionButton({ name: words.change, style: 'set', run: open })}
          </div>`
          : nothing
      }`;
  }
}

function problemOf({ threshold, times }: AutoTopupTerms, consent: boolean, words: Words['autoTopup']) {
  if (threshold === 0n) return { field: 'threshold', text: words.noThreshold } as const;
  if (times === 0) return { field: 'times', text: words.noTimes } as const;
  return consent ? undefined : ({ field: 'consent', text: words.noConsent } as const);
}

declare global {
  interface HTMLElementTagNameMap {
    'kopai-auto-topup': KopaiAutoTopup;
  }
}
