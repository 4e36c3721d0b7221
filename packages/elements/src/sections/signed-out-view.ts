import { html, type TemplateResult } from 'lit';
import { sectionWords as words } from '../words/en.ts';

/** What a visitor sees where a wallet would be. A page puts its own in by the slot `signed-out`. */
export function signedOutView(signIn: () => void): TemplateResult {
  return html`<slot name="signed-out">
    <div class="state" part="signed-out">
      <p>${words.signedOut}</p>
      <button class="primary" @click=${signIn}>${words.signIn}</button>
    </div>
  </slot>`;
}
