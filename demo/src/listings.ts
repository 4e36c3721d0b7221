import type { Agent, Kopai, Quote } from '@kopai/sdk';
import { type Showcase, showcaseOf } from './showcase/showcase.ts';
import { orgName, type Visitor, walletOf } from './visitors.ts';

/** An agent as the marketplace shows it: what Kopai knows of it, its price for this visitor, and what the site says about it. */
export interface Listing {
  readonly agent: Agent;
  readonly quote: Quote;
  readonly modelName: string;
  readonly publisher: string;
  readonly showcase: Showcase;
}

/** Agents that one request may price. */
const quotesMost = 100;

/** Every agent that the client may see, by name, priced for the visitor's wallet. */
export async function readListings(client: Kopai, visitor: Visitor): Promise<Listing[]> {
  const agents: Agent[] = [];
  for await (const agent of client.agents.list({ limit: 100 })) agents.push(agent);
  return list(client, visitor, agents);
}

/** One agent; throws the SDK's `NotFoundError` for one that the visitor may not see. */
export async function readListing(client: Kopai, visitor: Visitor, agentId: string): Promise<Listing> {
  const agent = await client.agents.get(agentId);
  const [listing] = await list(client, visitor, [agent]);
  if (!listing) throw new Error(`the agent ${agentId} has no price`);
  return listing;
}

/** The price of one message now, for this visitor's wallet. */
export async function readQuotes(client: Kopai, visitor: Visitor, ids: string[]): Promise<Quote[]> {
  const wallet = visitor.persona ? walletOf(visitor) : undefined;
  const pages = [];
  for (let from = 0; from < ids.length; from += quotesMost) {
    pages.push(client.quotes.list({ agent: ids.slice(from, from + quotesMost), ...(wallet && { wallet }) }));
  }
  return (await Promise.all(pages)).flatMap(({ data }) => data);
}

async function list(client: Kopai, visitor: Visitor, agents: readonly Agent[]): Promise<Listing[]> {
  const names = modelNames(client);
  const quotes = await readQuotes(
    client,
    visitor,
    agents.map(({ id }) => id),
  );
  const byAgent = new Map(quotes.map((quote) => [quote.agentId, quote]));
  const modelName = await names;
  return agents
    .flatMap((agent): Listing[] => {
      const quote = byAgent.get(agent.id);
      if (!quote) return [];
      const publisher = orgName(agent.orgId);
      const model = modelName.get(agent.modelId) ?? agent.modelId;
      return [{ agent, quote, publisher, modelName: model, showcase: showcaseOf(agent) }];
    })
    .sort((one, other) => one.agent.name.localeCompare(other.agent.name, 'en'));
}

/** Names of the models, by id. */
export async function modelNames(client: Kopai): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for await (const { id, name } of client.models.list({ limit: 100 })) names.set(id, name);
  return names;
}
