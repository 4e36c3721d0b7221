import { KopaiError } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { problemsWords } from '../words/problems-words.ts';
import { sectionWords } from '../words/section-words.ts';

/** What went wrong, in words that a payer understands. */
export function problemText(error: unknown, locale: string): string {
  const problems: Readonly<Record<string, string>> = problemsWords(locale);
  return (error instanceof KopaiError && problems[error.code]) || sectionWords(locale).failed;
}

/** An error in place of a section: what went wrong, the request to quote when asking for help, and another try. */
export function failureView(error: unknown, retry: () => void, locale: string): TemplateResult {
  const words = sectionWords(locale);
  const requestId = error instanceof KopaiError ? error.requestId : undefined;
  return html`<div class="state" part="error">
    <p>${problemText(error, locale)}</p>
    <button @click=${retry}>${words.retry}</button>
    ${requestId ? html`<span class="id">${words.requestId(requestId)}</span>` : nothing}
  </div>`;
}
