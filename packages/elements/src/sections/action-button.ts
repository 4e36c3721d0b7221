import { html, nothing, type TemplateResult } from 'lit';

interface ActionButtonOptions {
  readonly name: string;
  readonly busy?: boolean | undefined;
  /** `primary` for the one thing to do. */
  readonly style?: string | undefined;
  readonly part?: string | undefined;
  /** The id of the text that says why it did not work. */
  readonly describedBy?: string | undefined;
  /** Without it the button submits its form. */
  readonly run?: (() => void) | undefined;
}

/** A button that stays where it is, with the focus that it has, while it works. */
export function actionButton({ name, busy, style, part, describedBy, run }: ActionButtonOptions): TemplateResult {
  return html`<button
    type=${run ? 'button' : 'submit'}
    class=${style ?? ''}
    part=${part ?? nothing}
    aria-disabled=${busy ? 'true' : 'false'}
    aria-describedby=${describedBy ?? nothing}
    @click=${run ?? nothing}
  >
    ${busy ? html`<span class="spinner"></span>` : nothing}${name}
  </button>`;
}
