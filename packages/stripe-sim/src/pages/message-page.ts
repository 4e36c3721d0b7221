import { type Html, html, safeUrl } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

interface Message {
  readonly tone: 'good' | 'bad';
  readonly title: string;
  readonly text: string;
  readonly link: { readonly url: string; readonly label: string } | null;
  readonly framed: boolean;
  readonly status?: number;
  /** Tells the page around a frame that its session is complete. */
  readonly completed?: { readonly sessionId: string; readonly returnUrl: string | null } | null;
}

/** A page with one thing to say, and one way on. */
export function messagePage({ tone, title, text, link, framed, status = 200, completed = null }: Message): Page {
  const body = html`<main class="single">
<div class="panel" ${completed && mark(completed)}>
<span class="${tone} sign" aria-hidden="true">${tone === 'good' ? '✓' : '!'}</span>
<h1>${title}</h1>
<p>${text}</p>
${linkTo(link)}
</div>
</main>`;
  return layout({ title, body, framed, status });
}

/** From inside of a frame the link replaces the whole page. Addresses that are not http(s) become no link at all. */
function linkTo(link: Message['link']): Html | null {
  const url = safeUrl(link?.url ?? null);
  return url === null || link === null ? null : html`<a class="primary" href="${url}" target="_top">${link.label}</a>`;
}

function mark({ sessionId, returnUrl }: { sessionId: string; returnUrl: string | null }): Html {
  return html`data-completed="${sessionId}" data-return-url="${returnUrl}"`;
}
