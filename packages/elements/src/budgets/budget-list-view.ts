import type { Budget } from '@kopai/sdk';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { countedCredits, creditsText } from '../page/amount-text.ts';
import { instantText } from '../page/date-text.ts';
import { budgetsWords } from '../words/budgets-words.ts';

interface BudgetListViewOptions {
  readonly budgets: readonly Budget[];
  readonly memberName: (userId: string) => string;
  readonly locale: string;
  /** Undefined for those who may look alone. */
  readonly edit: ((budget: Budget) => void) | undefined;
}

/** Who may spend how much, and how far each of them is. */
export const budgetListView = ({ budgets, memberName, locale, edit }: BudgetListViewOptions): TemplateResult =>
  html`<ul part="budgets" aria-label=${budgetsWords(locale).title}>
    ${budgets.map((budget) => budgetView(budget, memberName(budget.userId), locale, edit))}
  </ul>`;

function budgetView(budget: Budget, name: string, locale: string, edit: BudgetListViewOptions['edit']): TemplateResult {
  const { spent, period, resetsAt } = budget;
  const limit = budget.limit ?? 0n;
  const words = budgetsWords(locale);
  const allowed = countedCredits(limit, locale);
  // In thousandths: a bar is seldom a thousand pixels wide. What is spent may exceed a limit that was lowered.
  const filled = limit === 0n || spent > limit ? 1000 : Number((spent * 1000n) / limit);
  return html`<li part="budget">
    <span class="who">${name}</span>
    <span class="quiet">${words.per(allowed, period)}</span>
    ${edit ? html`<button aria-label=${words.editOf(name)} @click=${() => edit(budget)}>${words.edit}</button>` : nothing}
    <svg class=${filled > 900 ? 'bar high' : 'bar'} viewBox="0 0 1000 6" preserveAspectRatio="none" aria-hidden="true">
      ${svg`<rect width=${filled} height="6" />`}
    </svg>
    <span class="quiet spent"
      >${words.spent(creditsText(spent, locale), allowed.text)} · ${words.resets(instantText(resetsAt, locale))}</span
    >
  </li>`;
}
