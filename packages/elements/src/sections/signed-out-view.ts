import { html, type TemplateResult } from 'lit';
import { sectionWords } from '../words/section-words.ts';

/** What a visitor sees where a wallet would be. A page puts its own in by the slot `signed-out`. */
export function signedOutView(signIn: () => void, locale: string): TemplateResult {
  const words = sectionWords(locale);
  return html`<slot name="signed-out">
    <div class="state" part="signed-out">
      <p>${words.signedOut}</p>
      <button class="primary" @click=${signIn}>${words.signIn}</button>
    </div>
  </slot>`;
}
