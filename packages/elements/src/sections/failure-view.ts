import { KopaiError } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { problemWords, sectionWords as words } from '../words/en.ts';

/** What went wrong, in words that a payer understands. */
export const problemText = (error: unknown): string =>
  (error instanceof KopaiError && problemWords[error.code]) || words.failed;

/** An error in place of a section: what went wrong, the request to quote when asking for help, and another try. */
export function failureView(error: unknown, retry: () => void): TemplateResult {
  const requestId = error instanceof KopaiError ? error.requestId : undefined;
  return html`<div class="state" part="error">
    <p>${problemText(error)}</p>
    <button @click=${retry}>${words.retry}</button>
    ${requestId ? html`<span class="id">${words.requestId(requestId)}</span>` : nothing}
  </div>`;
}
