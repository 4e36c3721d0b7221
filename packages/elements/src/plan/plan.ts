import { type Entitlements, type Plan, Plans, type ReplyOf } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { KopaiPlanRedirectEvent } from '../events/plan-redirect.ts';
import { type Account, isSignedOut } from '../page/account.ts';
import { announce } from '../page/announcer.ts';
import type { KopaiPage } from '../page/kopai-page.ts';
import { actionButton } from '../sections/action-button.ts';
import { problemView } from '../sections/problem-view.ts';
import { SectionElement } from '../sections/section-element.ts';
import { sectionSkeleton } from '../sections/section-skeleton.ts';
import { fieldStyles } from '../theme/field.styles.ts';
import { sectionStyles } from '../theme/section.styles.ts';
import { pageUrl } from '../topup/returned-topup.ts';
import { planWords } from '../words/plan-words.ts';
import { matrixView } from './matrix-view.ts';
import { planStyles } from './plan.styles.ts';
import { forgetReturnedPlan, returnedPlanId, withoutPlan, withPlan } from './returned-plan.ts';
import { standingView } from './standing-view.ts';

/** A payment that was just made is looked at this often, in milliseconds, and so many times. */
const confirmMs = 1_500;
const confirmationsMost = 40;

interface PlanData {
  readonly list: ReplyOf<'plans.list'>;
  /** Undefined for a visitor. */
  readonly standing: Entitlements | undefined;
}

/**
 * The plan of a wallet, what the plans include side by side, and the way to another one: upgrade at the checkout, or change the card and
 * cancel in the billing portal.
 *
 * @element kopai-plan
 * @attr {string} wallet - Whose: `me` (the default), `user:…` or `org:…`.
 * @attr {string} success-url - Where the payer returns to after paying; this page by default.
 * @attr {string} cancel-url - Where they return to without, and from the billing portal; this page by default.
 * @attr {boolean} compact - Folds the table of what the plans include, where the plan is one thing among others.
 * @fires {KopaiPlanRedirectEvent} kopai-plan-redirect - About to leave for the checkout or the billing portal; may be prevented.
 * @fires {KopaiSignInEvent} kopai-sign-in - A visitor wants to sign in.
 * @fires {KopaiErrorEvent} kopai-error - Something failed.
 * @csspart notice - That the plan is overdue, canceled, or has ended.
 * @csspart table - What the plans include.
 * @csspart upgrade - The button that leads to the checkout.
 * @csspart manage - The button that leads to the billing portal.
 * @csspart error - What went wrong, with another try.
 */
export class KopaiPlan extends SectionElement<PlanData> {
  static override styles = [...sectionStyles, fieldStyles, planStyles];

  static override properties = {
    compact: { type: Boolean },
    successUrl: { attribute: 'success-url' },
    cancelUrl: { attribute: 'cancel-url' },
  };

  declare compact: boolean;
  declare successUrl: string | undefined;
  declare cancelUrl: string | undefined;
  #confirmations = 0;

  constructor() {
    super();
    this.compact = false;
  }

  protected override async load({ client, publicClient }: Account, _page: KopaiPage, signal: AbortSignal) {
    const [list, standing] = await Promise.all([
      new Plans(publicClient).list({ signal }),
      new Plans(client).entitlements(this.wallet, { signal }).catch(nobody),
    ]);
    if (standing && this.#confirms(standing)) {
      forgetReturnedPlan();
      announce(
        planWords(this.locale).changed(list.data.find(({ id }) => id === standing.planId)?.name ?? standing.planId),
        this.locale,
      );
    }
    return { list, standing };
  }

  #confirms = ({ planId }: Entitlements): boolean => returnedPlanId() === planId;

  /** Whether the payer has just come back, and their payment has not been heard of yet. */
  get #confirming(): boolean {
    return returnedPlanId() !== undefined && this.#confirmations < confirmationsMost;
  }

  protected override lookAgainMs({ standing }: PlanData): number | undefined {
    if (!standing || !this.#confirming) return undefined;
    this.#confirmations += 1;
    return confirmMs;
  }

  readonly #upgrade = (plan: Plan) =>
    this.act('upgrade', async ({ client }) => {
      const order = {
        wallet: this.wallet,
        planId: plan.id,
        successUrl: withPlan(this.#back(this.successUrl), plan.id),
        cancelUrl: this.#back(this.cancelUrl),
      };
      const { checkoutUrl } = await new Plans(client).subscribe(order);
      this.leave(new KopaiPlanRedirectEvent(checkoutUrl, plan.id));
    });

  readonly #manage = () =>
    this.act('manage', async ({ client }) => {
      const { url } = await new Plans(client).portal({ wallet: this.wallet, returnUrl: this.#back(this.cancelUrl) });
      this.leave(new KopaiPlanRedirectEvent(url));
    });

  #back(url: string | undefined): string {
    return url ? new URL(url, document.baseURI).href : withoutPlan(pageUrl());
  }

  protected override skeleton(): TemplateResult {
    return sectionSkeleton(
      planWords(this.locale).title,
      this.compact ? ['line', 'text'] : ['matrix', 'line'],
      this.locale,
    );
  }

  protected override view({ list, standing }: PlanData, locale: string): TemplateResult {
    const words = planWords(locale);
    const current = list.data.find(({ id }) => id === standing?.planId);
    const said = standing && words.status[standing.status];
    return html`<div class="title">
        <h3>${words.title}${current ? html` <span class="current-name">${current.name}</span>` : nothing}</h3>
        ${said ? html`<span class="status ${standing.status === 'active' ? 'ready' : standing.status}">${said}</span>` : nothing}
      </div>
      ${this.#confirming ? html`<p class="notice">${words.confirming}</p>` : nothing}
      ${standing && current ? standingView(standing, current.name, locale) : nothing}
      ${this.compact ? nothing : matrixView({ list, currentId: current?.id, locale })}
      ${this.#actions(list.data, standing)}
      ${
        this.compact
          ? html`<details>
            <summary>${words.compare}</summary>
            ${matrixView({ list, currentId: current?.id, locale })}
          </details>`
          : nothing
      }`;
  }

  #actions(plans: readonly Plan[], standing: Entitlements | undefined): TemplateResult {
    const { locale } = this;
    const words = planWords(locale);
    const paid = standing?.status === 'active' || standing?.status === 'past_due';
    if (paid) {
      const name = standing.status === 'past_due' ? words.updateCard : words.manage;
      const style = standing.status === 'past_due' ? 'primary' : '';
      return html`<div class="actions">
        ${actionButton({ name, style, part: 'manage', busy: this.busy === 'manage', run: this.#manage })}
        ${problemView(this.refusal, 'manage', locale)}
      </div>`;
    }
    const plan = plans.find(({ amountCents }) => amountCents > 0);
    if (!plan || this.#confirming) return html``;
    const upgrade = () => void this.#upgrade(plan);
    const name = standing ? words.upgrade(plan.name) : words.signIn;
    // Among other sections it is one thing of several, and a wallet has its own thing to do first.
    const style = this.compact ? '' : 'primary';
    return html`<div class="actions">
      ${actionButton({ name, style, part: 'upgrade', busy: this.busy === 'upgrade', run: standing ? upgrade : this.signIn })}
      <p class="quiet">${words.secure}</p>
      ${problemView(this.refusal, 'upgrade', locale)}
    </div>`;
  }
}

/** A visitor has no plan, and may look at what there is. */
function nobody(error: unknown): undefined {
  if (!isSignedOut(error)) throw error;
}

declare global {
  interface HTMLElementTagNameMap {
    'kopai-plan': KopaiPlan;
  }
}
