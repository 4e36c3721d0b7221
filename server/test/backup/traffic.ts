import type { Charge, Kopai } from '@kopai/sdk';

/** A user's messages, one after the other, each with the answer that its charge was given. */
export interface Traffic {
  readonly answers: readonly Charge[];
  /** Settles when the message under way, and one more, are charged; no other is sent. */
  stop(): Promise<void>;
}

/** The charge of a user's message by its number, under the key that it has whenever it is asked for. */
export function chargeMessage(kopai: Kopai, userId: string, number: number): Promise<Charge> {
  const messageId = `${userId}-${number}`;
  return kopai.charges.create({ agentId: 'kept', userId, messageId }, { idempotencyKey: `key-${messageId}` });
}

/** Sends messages of a user without a pause, until it is stopped. */
export function startTraffic(kopai: Kopai, userId: string): Traffic {
  const answers: Charge[] = [];
  let stopping = false;
  const running = (async () => {
    while (!stopping) answers.push(await chargeMessage(kopai, userId, answers.length));
    answers.push(await chargeMessage(kopai, userId, answers.length));
  })();
  return {
    answers,
    stop() {
      stopping = true;
      return running;
    },
  };
}
