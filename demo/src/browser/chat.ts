import { KopaiChargeEvent } from '@kopai/elements';
import { fetchTerms, type Message, Refused, sendMessage } from './messages.ts';
import type { Offer } from './offer.ts';
import { Turns } from './turns.ts';

/** A message that is being written or sent. Its id stays the same until it is answered, so that a second try never pays twice. */
interface Draft {
  readonly messageId: string;
  readonly text: string;
}

/** The conversation of the agent page: sends messages at the price that is shown, and says what came of it. */
export class Chat {
  readonly #agentId: string;
  readonly #context: string;
  readonly #turns: Turns;
  readonly #form: HTMLFormElement;
  readonly #field: HTMLTextAreaElement;
  readonly #terms: HTMLElement;
  readonly #offer: Offer;
  readonly #shownQuote: () => string | undefined;
  #lastQuote: string;
  #unanswered: Draft | undefined;

  constructor(parts: {
    readonly root: HTMLElement;
    readonly turns: HTMLElement;
    readonly form: HTMLFormElement;
    readonly field: HTMLTextAreaElement;
    readonly terms: HTMLElement;
    readonly offer: Offer;
    /** The quote whose price the badge shows now. */
    readonly shownQuote: () => string | undefined;
  }) {
    const { agent = '', context = '', quote = '' } = parts.root.dataset;
    this.#agentId = agent;
    this.#context = context;
    this.#lastQuote = quote;
    this.#turns = new Turns(parts.turns);
    this.#form = parts.form;
    this.#field = parts.field;
    this.#terms = parts.terms;
    this.#offer = parts.offer;
    this.#shownQuote = parts.shownQuote;
    this.#field.value = sessionStorage.getItem(this.#draftKey) ?? this.#field.value;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.send(this.#field.value);
    });
    this.#field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#form.requestSubmit();
    });
    this.#turns.showLast();
  }

  /** Sends a message and shows the answer; what is refused goes back into the field. */
  async send(text: string): Promise<void> {
    if (!text.trim() || this.#form.inert) return;
    const draft = this.#unanswered?.text === text ? this.#unanswered : { messageId: crypto.randomUUID(), text };
    this.#unanswered = draft;
    this.#busy(true);
    const asked = this.#turns.add('visitor', { text });
    const thinking = this.#turns.add('thinking');
    try {
      const { reply, quote, terms } = await sendMessage(this.#messageOf(draft));
      thinking.remove();
      this.#turns.add('agent', reply);
      this.#unanswered = undefined;
      sessionStorage.removeItem(this.#draftKey);
      this.#showTerms({ quote, terms });
      document.dispatchEvent(new KopaiChargeEvent());
      this.#busy(false);
      this.#field.focus();
    } catch (error) {
      thinking.remove();
      asked.remove();
      this.#field.value = text;
      this.#busy(false);
      await this.#explain(error instanceof Refused ? error : undefined);
    }
  }

  /** The credits are there: the message that was refused waits in the field. */
  async resume(): Promise<void> {
    this.#offer.close();
    await this.#renewTerms('The credits are there. ');
    this.#field.focus();
  }

  get #draftKey(): string {
    return `draft of ${document.body.dataset.user} to ${this.#agentId}`;
  }

  #messageOf({ messageId, text }: Draft): Message {
    const quote = this.#shownQuote() ?? this.#lastQuote;
    return { agentId: this.#agentId, context: this.#context, messageId, quote, text };
  }

  async #explain(refused: Refused | undefined): Promise<void> {
    if (refused?.needsCredits || refused?.needsBudget) {
      // Paying leads away from this page: the message waits for the visitor to come back.
      sessionStorage.setItem(this.#draftKey, this.#field.value);
      this.#offer.open(refused.message, refused.needsBudget ? 'budget' : 'credits');
    } else if (refused?.needsQuote) {
      document.dispatchEvent(new KopaiChargeEvent());
      await this.#renewTerms('The price was renewed. ');
    } else {
      this.#terms.textContent = refused?.message ?? 'That did not work. Send it again: it is charged once.';
      this.#terms.classList.add('alarmed');
    }
  }

  async #renewTerms(before = ''): Promise<void> {
    const { quote, terms } = await fetchTerms(this.#agentId, this.#context).catch(
      () => ({}) as { quote?: string; terms?: string },
    );
    this.#showTerms({ quote, terms: terms && before + terms });
  }

  #showTerms({ quote, terms }: { quote: string | undefined; terms: string | undefined }): void {
    if (quote) this.#lastQuote = quote;
    if (terms) this.#terms.textContent = terms;
    this.#terms.classList.remove('alarmed');
  }

  #busy(busy: boolean): void {
    this.#form.inert = busy;
    if (busy) this.#field.value = '';
  }
}
