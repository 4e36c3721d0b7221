import { formatCredits } from '@kopai/contracts/amount';
import type { Budget, BudgetPeriod } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { creditsIn, textIn } from '../page/amount-input.ts';
import { actionButton } from '../sections/action-button.ts';
import { budgetsWords } from '../words/budgets-words.ts';

const periods: readonly BudgetPeriod[] = ['day', 'week', 'month'];

/** What the form holds. */
export interface BudgetDraft {
  readonly userId: string;
  readonly limit: bigint | undefined;
  readonly period: BudgetPeriod;
}

interface BudgetFormViewOptions {
  /** The budget that is changed; undefined for a new one. */
  readonly budget: Budget | undefined;
  /** Members to choose from by their ids; without them an id is typed in. */
  readonly members: readonly string[] | undefined;
  readonly memberName: (userId: string) => string;
  readonly busy: string | undefined;
  readonly locale: string;
  readonly problem: { readonly field: 'member' | 'limit'; readonly text: string } | undefined;
  readonly save: (draft: BudgetDraft) => void;
  readonly lift: () => void;
  readonly cancel: () => void;
}

/** Sets a member's budget, changes it, or lifts it. */
export function budgetFormView(options: BudgetFormViewOptions): TemplateResult {
  const { budget, memberName, busy, locale, problem, save, lift, cancel } = options;
  const words = budgetsWords(locale);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const period = periods.find((name) => name === textIn(form, 'period')) ?? 'month';
    save({ userId: budget?.userId ?? textIn(form, 'member'), limit: creditsIn(form, 'limit'), period });
  };
  const wrong = (field: 'member' | 'limit') => (problem?.field === field ? 'true' : 'false');
  return html`<form part="form" novalidate @submit=${submit}>
    <div class="fields">
      <label>
        ${options.members || budget ? words.member : words.memberId}
        ${budget ? html`<output>${memberName(budget.userId)}</output>` : memberField(options, wrong('member'))}
      </label>
      <label>
        ${words.limit}
        <input name="limit" type="number" inputmode="decimal" autocomplete="off" .value=${budget?.limit == null ? '' : formatCredits(budget.limit)} aria-invalid=${wrong('limit')} aria-describedby=${problem ? 'problem' : nothing} />
      </label>
      <label>
        ${words.period}
        <select name="period">
          ${periods.map((name) => html`<option value=${name} ?selected=${name === (budget?.period ?? 'month')}>${words.periods[name]}</option>`)}
        </select>
      </label>
    </div>
    ${problem ? html`<p class="problem" id="problem">${problem.text}</p>` : nothing}
    <div class="actions">
      ${actionButton({ name: words.save, style: 'primary', busy: busy === 'save' })}
      ${budget ? actionButton({ name: words.lift, busy: busy === 'lift', run: lift }) : nothing}
      ${actionButton({ name: words.cancel, run: cancel })}
    </div>
  </form>`;
}

function memberField({ members, memberName, problem }: BudgetFormViewOptions, wrong: 'true' | 'false'): TemplateResult {
  const describedBy = problem ? 'problem' : nothing;
  if (members) {
    return html`<select name="member" aria-invalid=${wrong} aria-describedby=${describedBy}>
      ${members.map((id) => html`<option value=${id}>${memberName(id)}</option>`)}
    </select>`;
  }
  return html`<input name="member" autocomplete="off" spellcheck="false" aria-invalid=${wrong} aria-describedby=${describedBy} />`;
}
