import type { ReplyOf } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { centsText } from '../page/amount-text.ts';
import { instantText } from '../page/date-text.ts';
import { webUrl } from '../page/web-url.ts';
import { actionButton } from '../sections/action-button.ts';
import { autoTopupWords } from '../words/auto-topup-words.ts';
import type { AutoTopupTerms } from './terms.ts';

interface ObstacleViewOptions {
  readonly settings: ReplyOf<'autoTopup.get'>;
  readonly terms: AutoTopupTerms;
  readonly locale: string;
  readonly mayManage: boolean;
  readonly busy: boolean;
  /** Pays once, and keeps the card. */
  readonly saveCard: () => void;
}

/** What holds the next automatic top-up back, and what can be done about it. */
export function obstacleView(options: ObstacleViewOptions): TemplateResult | typeof nothing {
  const { settings, terms, locale, mayManage, busy, saveCard } = options;
  const { state, nextTryAt, lastFailure } = settings;
  const actionUrl = webUrl(settings.actionUrl);
  const words = autoTopupWords(locale);
  const said = {
    waiting: nextTryAt === null ? words.waitingSome : words.waiting(instantText(nextTryAt, locale)),
    needs_card: words.needsCard,
    needs_action: words.needsAction,
    paused: words.paused,
    off: undefined,
    ready: undefined,
    charging: undefined,
  }[state];
  if (!said) return nothing;
  const card = state === 'needs_card' || state === 'paused';
  const name = words.saveCard(centsText(terms.pack.amountCents, locale));
  return html`<div class="notice wrong" part="notice">
    <p>${said}${lastFailure ? ` ${words.failure(lastFailure)}` : nothing}</p>
    ${card && mayManage ? actionButton({ name, style: 'primary', part: 'save-card', busy, run: saveCard }) : nothing}
    ${
      state === 'needs_action' && actionUrl && mayManage
        ? html`<a class="button primary" href=${actionUrl} target="_blank" rel="noopener">${words.confirm}</a>`
        : nothing
    }
  </div>`;
}
