import { formatCredits, parseCredits } from '@kopai/contracts/amount';
import { createWorld, type World } from '@kopai/mocks';

/** What is measured: 500 agents on one page. */
export const cardsMost = 500;

const models = [
  ['small', '0.05'],
  ['large', '2.5'],
] as const;

export interface BadgeCard {
  readonly agentId: string;
  readonly name: string;
  readonly modelId: string;
  readonly infra: bigint;
  readonly addOn: bigint;
  readonly freeMessages: number;
}

/** Agents with prices of their own: no two neighbours cost the same. */
export const cards: readonly BadgeCard[] = Array.from({ length: cardsMost }, (_, index) => {
  const [modelId, infra] = models[index % 2 === 0 ? 0 : 1];
  return {
    agentId: `agent-${index}`,
    name: `Agent ${index}`,
    modelId,
    infra: parseCredits(infra),
    addOn: BigInt(index % 37) * parseCredits('0.05'),
    freeMessages: index % 5 === 0 ? 3 : 0,
  };
});

/** What the server writes into the page, which is right before any script runs and without one. */
export function fallbackOf({ infra, addOn, freeMessages }: BadgeCard): string {
  const total = infra + addOn;
  const price = `${formatCredits(total)} ${total === parseCredits('1') ? 'credit' : 'credits'} / message`;
  return freeMessages > 0 ? `${price} ${freeMessages} free left` : price;
}

/** A world with all of them in it. */
export function worldOfCards(): World {
  const world = createWorld({ seed: 'badges' });
  for (const [id, infra] of models) world.catalog.putModel(id, { name: id, infra: parseCredits(infra) });
  for (const { agentId, name, modelId, addOn, freeMessages } of cards) {
    world.catalog.putAgent(agentId, { name, modelId, orgId: 'studio', visibility: 'public', addOn, freeMessages });
  }
  return world;
}
