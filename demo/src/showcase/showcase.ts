import type { Agent } from '@kopai/sdk';
import { business } from './business.ts';
import { design } from './design.ts';
import { engineering } from './engineering.ts';
import { everyday } from './everyday.ts';
import { internal } from './internal.ts';
import { writing } from './writing.ts';

export const categories = ['Business', 'Writing', 'Engineering', 'Design', 'Everyday'] as const;
export type Category = (typeof categories)[number] | 'Internal';

/** What the site says about an agent. Kopai knows agents by id, name and price; the rest belongs to the site. */
export interface Showcase {
  readonly category: Category;
  /** A name of Heroicons. */
  readonly icon: string;
  readonly tagline: string;
  /** Messages to start with. */
  readonly prompts: readonly string[];
  /** What it answers, in turn: the agents of this demo are canned, their prices are not. */
  readonly replies: readonly string[];
}

/** The entries of one category, by agent id. */
export type Shelf = Readonly<Record<string, Omit<Showcase, 'category'>>>;

const shelves: readonly (readonly [Category, Shelf])[] = [
  ['Business', business],
  ['Writing', writing],
  ['Engineering', engineering],
  ['Design', design],
  ['Everyday', everyday],
  ['Internal', internal],
];

/** What the site says about an agent; one that nobody has written about still gets a page. */
export function showcaseOf(agent: Pick<Agent, 'id' | 'name' | 'visibility'>): Showcase {
  for (const [category, shelf] of shelves) {
    const entry = Object.hasOwn(shelf, agent.id) ? shelf[agent.id] : undefined;
    if (entry) return { category, ...entry };
  }
  return {
    category: agent.visibility === 'private' ? 'Internal' : 'Everyday',
    icon: 'sparkles',
    tagline: 'New on the marketplace.',
    prompts: ['What can you help me with?'],
    replies: [`I am ${agent.name}. Tell me what you are working on, and I will take the first step with you.`],
  };
}

/** The answer to the message after `answered` others. */
export function replyOf({ replies }: Showcase, answered: number): string {
  return replies[Math.floor(answered) % replies.length] ?? '';
}
