import { html, nothing, type TemplateResult } from 'lit';
import { problemText } from './failure-view.ts';

/** Why an act did not succeed, beside what was acted on. */
export const problemView = (
  refusal: { readonly act: string; readonly error: unknown } | undefined,
  act: string,
  locale: string,
): TemplateResult | typeof nothing =>
  refusal?.act === act ? html`<p class="problem">${problemText(refusal.error, locale)}</p>` : nothing;
