import { html, type TemplateResult } from 'lit';
import type { DayPoint } from './day-series.ts';

interface DayTableViewOptions {
  readonly points: readonly DayPoint[];
  /** The names of its columns: the day, the amount, the messages. */
  readonly heads: readonly [string, string, string];
  readonly title: string;
  readonly dayText: (date: string) => string;
  readonly amountText: (amount: bigint) => string;
  readonly countText: (messages: number) => string;
}

/** The same days as text, newest first. It scrolls in the room of the chart, so the keyboard can get into it. */
export const dayTableView = ({
  points,
  heads,
  title,
  dayText,
  amountText,
  countText,
}: DayTableViewOptions): TemplateResult =>
  html`<div class="days" role="region" aria-label=${title} tabindex="0">
    <table part="table">
      <thead>
        <tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr>
      </thead>
      <tbody>
        ${[...points].reverse().map(
          ({ date, amount, messages }) => html`<tr>
            <td>${dayText(date)}</td>
            <td>${amountText(amount)}</td>
            <td>${countText(messages)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
