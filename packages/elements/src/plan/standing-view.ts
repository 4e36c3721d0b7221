import type { Entitlements } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { dayText } from '../page/date-text.ts';
import { planWords } from '../words/plan-words.ts';

/** What the reader should know about their plan, if anything. */
export function standingView(
  { status, renewsAt, endsAt, graceEndsAt }: Entitlements,
  planName: string,
  locale: string,
): TemplateResult | typeof nothing {
  const words = planWords(locale);
  if (status === 'past_due') {
    const text =
      graceEndsAt === null ? words.pastDueSoon(planName) : words.pastDue(planName, dayText(graceEndsAt, locale));
    return html`<p class="notice wrong" part="notice">${text}</p>`;
  }
  if (status === 'ended') return html`<p class="notice" part="notice">${words.ended(planName)}</p>`;
  if (endsAt !== null)
    return html`<p class="notice" part="notice">${words.ends(planName, dayText(endsAt, locale))}</p>`;
  return renewsAt === null ? nothing : html`<p class="quiet">${words.renews(dayText(renewsAt, locale))}</p>`;
}
