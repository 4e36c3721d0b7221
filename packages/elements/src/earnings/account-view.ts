import type { ConnectState } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { actionButton } from '../sections/action-button.ts';
import { earningsWords } from '../words/earnings-words.ts';
import type { Words } from '../words/words.ts';

interface AccountViewOptions {
  readonly account: ConnectState;
  readonly mayManage: boolean;
  readonly busy: boolean;
  readonly locale: string;
  /** Opens Stripe's onboarding. */
  readonly open: () => void;
}

/** What stands between earnings and a bank account; nothing when nothing does. */
export function accountView(options: AccountViewOptions): TemplateResult | typeof nothing {
  const { account, mayManage, busy, locale, open } = options;
  const words = earningsWords(locale);
  const said = saidOf(account, words);
  if (!said) return nothing;
  const { title, text, action, style } = said;
  return html`<div class="account ${style ?? ''}" part="account">
    <div class="said">
      ${title ? html`<h4>${title}</h4>` : nothing}
      <p>${mayManage || account.connected ? text : words.connectOthers}</p>
    </div>
    ${mayManage && action ? actionButton({ name: action, style: style ? '' : 'primary', part: 'connect', busy, run: open }) : nothing}
  </div>`;
}

interface Said {
  readonly title?: string;
  readonly text: string;
  /** What opens Stripe; without it there is nothing to do there. */
  readonly action?: string;
  readonly style?: 'wrong';
}

function saidOf(account: ConnectState, words: Words['earnings']): Said | undefined {
  const { connected, detailsSubmitted, payoutsEnabled, paused, disabledReason, requirementsDue } = account;
  if (!connected) return { text: words.connectText, action: words.connect };
  if (paused) return { title: words.pausedTitle, text: words.paused, action: words.resume, style: 'wrong' };
  const needs = needsOf(requirementsDue, words);
  if (payoutsEnabled) return needs ? { text: needs, action: words.resume } : undefined;
  if (disabledReason?.startsWith('rejected.')) {
    return { title: words.disabledTitle, text: words.rejected, style: 'wrong' };
  }
  if (!detailsSubmitted) return { title: words.resumeTitle, text: needs ?? words.connectText, action: words.resume };
  if (needs) {
    const overdue = disabledReason === 'requirements.past_due' ? `${words.overdue} ${needs}` : needs;
    return { title: words.disabledTitle, text: overdue, action: words.resume, style: 'wrong' };
  }
  if (disabledReason === null || /pending_verification|under_review/.test(disabledReason)) {
    return { title: words.reviewTitle, text: words.review };
  }
  return { title: words.disabledTitle, text: words.disabled, action: words.resume, style: 'wrong' };
}

/** Stripe names a requirement by a path, such as `individual.address.city`; its first part says enough. */
function needsOf(requirements: readonly string[], words: Words['earnings']): string | undefined {
  if (requirements.length === 0) return undefined;
  const names: Readonly<Record<string, string>> = words.requirements;
  const things = requirements.map((path) => names[path.split('.')[0] ?? ''] ?? words.moreDetails);
  return words.needs([...new Set(things)]);
}
