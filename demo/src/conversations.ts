/** One line of a conversation. */
export interface Turn {
  readonly from: 'visitor' | 'agent';
  readonly text: string;
  /** Under an agent's answer: what it cost, in words. */
  readonly note?: string;
}

/** Whose conversation, with which agent, in which context. */
export interface ConversationKey {
  readonly userId: string;
  readonly context: string;
  readonly agentId: string;
}

/** Turns kept of one conversation, and conversations kept, oldest forgotten first: memory, not an archive. */
const turnsMost = 100;
const conversationsMost = 500;

/** What was said since the site started, so that a visitor who went to pay finds the conversation again. */
export class Conversations {
  readonly #kept = new Map<string, { turns: Turn[]; messageIds: Set<string> }>();

  turns(key: ConversationKey): readonly Turn[] {
    return this.#kept.get(nameOf(key))?.turns ?? [];
  }

  /** Adds a message and its answer; the same message again is there already. */
  add(key: ConversationKey, messageId: string, turns: readonly Turn[]): void {
    const name = nameOf(key);
    const conversation = this.#kept.get(name) ?? { turns: [], messageIds: new Set() };
    if (conversation.messageIds.has(messageId)) return;
    conversation.messageIds.add(messageId);
    conversation.turns = [...conversation.turns, ...turns].slice(-turnsMost);
    this.#kept.delete(name);
    this.#kept.set(name, conversation);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > conversationsMost && oldest !== undefined) this.#kept.delete(oldest);
  }
}

const nameOf = ({ userId, context, agentId }: ConversationKey): string => `${userId} ${context} ${agentId}`;
