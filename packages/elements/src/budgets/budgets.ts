import { type Budget, Budgets } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import type { Account } from '../page/account.ts';
import { announce } from '../page/announcer.ts';
import type { KopaiPage } from '../page/kopai-page.ts';
import { mayManage } from '../page/may-manage.ts';
import { problemView } from '../sections/problem-view.ts';
import { SectionElement } from '../sections/section-element.ts';
import { sectionSkeleton } from '../sections/section-skeleton.ts';
import { fieldStyles } from '../theme/field.styles.ts';
import { sectionStyles } from '../theme/section.styles.ts';
import { budgetsWords } from '../words/budgets-words.ts';
import { type BudgetDraft, budgetFormView } from './budget-form-view.ts';
import { budgetListView } from './budget-list-view.ts';
import { budgetsStyles } from './budgets.styles.ts';

interface BudgetsData {
  readonly budgets: readonly Budget[];
  readonly mayManage: boolean;
}

/** Budgets read in one go; an organization with more members with budgets shows the first of them. */
const budgetsMost = 100;

/**
 * What members may spend of an organization's wallet, and what they have spent. Owners and admins set budgets; members see their own.
 *
 * @element kopai-budgets
 * @attr {string} wallet - The organization's wallet: `org:…`.
 * @attr {boolean} read-only - Leaves setting budgets out, for members. Where the session says the roles, it does so by itself.
 * @prop {(userId: string) => string} memberName - How a member is called; by their id by default.
 * @prop {readonly string[]} members - The ids of members to choose from; without them an id is typed in.
 * @fires {KopaiSignInEvent} kopai-sign-in - A visitor wants to sign in.
 * @fires {KopaiErrorEvent} kopai-error - Something failed.
 * @slot signed-out - In place of the invitation to sign in.
 * @csspart budgets - The budgets.
 * @csspart budget - One of them.
 * @csspart form - The form that sets one.
 * @csspart error - What went wrong, with another try.
 */
export class KopaiBudgets extends SectionElement<BudgetsData> {
  static override styles = [...sectionStyles, fieldStyles, budgetsStyles];

  static override properties = {
    readOnly: { type: Boolean, attribute: 'read-only' },
    memberName: { attribute: false },
    members: { attribute: false },
    editing: { state: true },
    problem: { state: true },
  };

  declare readOnly: boolean;
  declare memberName: (userId: string) => string;
  declare members: readonly string[] | undefined;
  /** The budget in the form: `new` for one that isn't there yet. */
  declare private editing: Budget | 'new' | undefined;
  declare private problem: { readonly field: 'member' | 'limit'; readonly text: string } | undefined;

  constructor() {
    super();
    this.readOnly = false;
    this.memberName = (userId) => userId;
  }

  protected override async load({ client }: Account, page: KopaiPage, signal: AbortSignal) {
    const { wallet } = this;
    const [list, manages] = await Promise.all([
      new Budgets(client).list(wallet, { limit: budgetsMost }, { signal }),
      mayManage(page, wallet),
    ]);
    return { budgets: list.data.filter(({ limit }) => limit !== null), mayManage: manages };
  }

  readonly #edit = (editing: Budget | 'new') => {
    this.editing = editing;
    this.problem = this.refusal = undefined;
    return this.focusOn(editing === 'new' ? '[name=member]' : '[name=limit]');
  };

  readonly #close = () => {
    this.editing = this.problem = undefined;
    return this.focusOn('.add');
  };

  readonly #save = async ({ userId, limit, period }: BudgetDraft) => {
    this.refusal = undefined;
    const words = budgetsWords(this.locale);
    if (!userId) this.problem = { field: 'member', text: words.noMember };
    else this.problem = limit === undefined ? { field: 'limit', text: words.notANumber } : undefined;
    if (this.problem || limit === undefined) return this.focusOn('[aria-invalid=true]');
    await this.#put('save', userId, { limit, period });
  };

  readonly #lift = async () => {
    const { editing } = this;
    if (!editing || editing === 'new') return;
    await this.#put('lift', editing.userId, { limit: null, period: editing.period });
  };

  async #put(act: 'save' | 'lift', userId: string, body: { limit: bigint | null; period: Budget['period'] }) {
    await this.act(act, async ({ client }) => {
      await new Budgets(client).put(this.wallet, userId, body);
      announce(budgetsWords(this.locale).saved, this.locale);
      void this.#close();
    });
    if (!this.refusal) this.reload();
  }

  protected override skeleton(): TemplateResult {
    return sectionSkeleton(budgetsWords(this.locale).title, ['text'], this.locale);
  }

  protected override view({ budgets, mayManage: manages }: BudgetsData, locale: string): TemplateResult {
    const words = budgetsWords(locale);
    const { memberName, editing } = this;
    const edit = manages && !this.readOnly ? this.#edit : undefined;
    return html`<div class="title">
        <h3>${words.title}</h3>
        ${edit && !editing ? html`<button class="add" @click=${() => edit('new')}>${words.add}</button>` : nothing}
      </div>
      ${editing ? this.#form(editing) : nothing}
      ${
        budgets.length === 0
          ? html`<p class="quiet">${edit ? words.none : words.noneOwn}</p>`
          : budgetListView({ budgets, memberName, locale, edit })
      }`;
  }

  #form(editing: Budget | 'new'): TemplateResult {
    const { members, memberName, busy, problem, locale } = this;
    const budget = editing === 'new' ? undefined : editing;
    return html`${budgetFormView({ budget, members, memberName, busy, locale, problem, save: this.#save, lift: this.#lift, cancel: this.#close })}
    ${problemView(this.refusal, 'save', locale)} ${problemView(this.refusal, 'lift', locale)}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kopai-budgets': KopaiBudgets;
  }
}
