import type { FeatureRule, Plan, ReplyOf } from '@kopai/sdk';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { centsText } from '../page/amount-text.ts';
import { counted, type DecimalStyle, decimalText } from '../page/decimal-text.ts';
import { planWords } from '../words/plan-words.ts';

const asMegabytes: DecimalStyle = { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 };

const bytesPerMegabyte = 1024 * 1024;

interface MatrixViewOptions {
  readonly list: ReplyOf<'plans.list'>;
  /** The plan that the reader has; undefined for a visitor. */
  readonly currentId: string | undefined;
  readonly locale: string;
}

/** What each plan includes, as a table: a feature a row, a plan a column. */
export function matrixView({ list, currentId, locale }: MatrixViewOptions): TemplateResult {
  const { data: plans, features } = list;
  const words = planWords(locale);
  const head = (plan: Plan) => html`<th scope="col" class=${plan.id === currentId ? 'current' : ''}>
    <span class="name">${plan.name}</span>
    <span class="quiet">${priceOf(plan, locale)}</span>
    ${plan.id === currentId ? html`<span class="hidden">${words.current}</span>` : nothing}
  </th>`;
  const cell = (plan: Plan, key: string) =>
    html`<td class=${plan.id === currentId ? 'current' : ''}>${ruleView(plan.features[key] ?? false, locale)}</td>`;
  return html`<table part="table" aria-label=${words.compare}>
    <thead>
      <tr><th scope="col"><span class="hidden">${words.feature}</span></th>${plans.map(head)}</tr>
    </thead>
    <tbody>
      ${features.map(
        ({ key, name }) => html`<tr><th scope="row">${name}</th>${plans.map((plan) => cell(plan, key))}</tr>`,
      )}
    </tbody>
  </table>`;
}

/** "$20.00 / month". */
const priceOf = ({ amountCents, interval }: Plan, locale: string): string =>
  amountCents === 0 ? planWords(locale).free : planWords(locale).price(centsText(amountCents, locale), interval);

function ruleView(rule: FeatureRule, locale: string): TemplateResult {
  const words = planWords(locale);
  if (typeof rule === 'object') {
    const size = decimalText(`${rule.bytes / bytesPerMegabyte}`, asMegabytes, locale);
    return html`<span class="some">${words.some(counted(rule.quantity, locale), size)}</span>`;
  }
  const path = rule ? 'M3.5 8.5 6.5 11.5l6-7' : 'M5 8h6';
  return html`<svg class=${rule ? 'yes' : 'no'} viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${path} />`}</svg><span
      class="hidden"
      >${rule ? words.yes : words.no}</span
    >`;
}
