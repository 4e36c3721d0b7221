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

interface Conversation {
  turns: Turn[];
  /** The answers to the latest messages, by the message's id; while one is on its way, its promise. */
  readonly answers: Map<string, Promise<Turn>>;
}

/** Turns kept of one conversation, and conversations kept, oldest forgotten first: memory, not an archive. */
const turnsMost = 100;
const conversationsMost = 500;

/** What was said since the site started, so that a visitor who went to pay finds the conversation again. */
export class Conversations {
  readonly #kept = new Map<string, Conversation>();

  turns(key: ConversationKey): readonly Turn[] {
    return this.#kept.get(nameOf(key))?.turns ?? [];
  }

  /**
   * Has a message answered, and keeps both. The same message again, even while the first is on its way, gets the same answer; one
   * that failed may be tried again.
   */
  answer(
    key: ConversationKey,
    message: { readonly id: string; readonly text: string },
    work: () => Promise<Turn>,
  ): Promise<Turn> {
    const conversation = this.#open(key);
    const known = conversation.answers.get(message.id);
    if (known) return known;
    const answer = work().then(
      (reply) => {
        conversation.turns = [...conversation.turns, { from: 'visitor', text: message.text } as const, reply].slice(
          -turnsMost,
        );
        return reply;
      },
      (error: unknown) => {
        conversation.answers.delete(message.id);
        throw error;
      },
    );
    conversation.answers.set(message.id, answer);
    forgetOldest(conversation.answers, turnsMost);
    return answer;
  }

  #open(key: ConversationKey): Conversation {
    const name = nameOf(key);
    const conversation = this.#kept.get(name) ?? { turns: [], answers: new Map() };
    // Put at the end again: the first is the one that was quiet the longest.
    this.#kept.delete(name);
    this.#kept.set(name, conversation);
    forgetOldest(this.#kept, conversationsMost);
    return conversation;
  }
}

function forgetOldest(kept: Map<string, unknown>, most: number): void {
  const [oldest] = kept.keys();
  if (kept.size > most && oldest !== undefined) kept.delete(oldest);
}

const nameOf = ({ userId, context, agentId }: ConversationKey): string => `${userId} ${context} ${agentId}`;
