import { type Agent, formatCredits, InvalidRequestError, type Kopai, KopaiError, parseCredits } from '@kopai/sdk';
import * as z from 'zod/mini';
import { modelNames } from './listings.ts';
import { type Showcase, showcaseOf } from './showcase/showcase.ts';

/** An agent as its own organization sees it. */
export interface Published {
  readonly agent: Agent;
  readonly modelName: string;
  readonly showcase: Showcase;
}

/** What the form of an agent sends: text as it was typed. */
export const pricingForm = z.object({
  addOn: z.optional(z.string().check(z.trim(), z.maxLength(40))),
  freeMessages: z.string().check(z.trim(), z.maxLength(10)),
});
export type PricingForm = z.output<typeof pricingForm>;

/** A price that was not taken: which agent's, what was typed, and why not. */
export interface RefusedPricing {
  readonly agentId: string;
  readonly typed: PricingForm;
  readonly reason: string;
}

/** Agents of an organization, public ones first, then by name. */
export async function readPublished(client: Kopai, orgId: string): Promise<Published[]> {
  const names = modelNames(client);
  const agents: Agent[] = [];
  for await (const agent of client.agents.list({ limit: 100 })) if (agent.orgId === orgId) agents.push(agent);
  const modelName = await names;
  return agents
    .sort((one, other) => other.visibility.localeCompare(one.visibility) || one.name.localeCompare(other.name, 'en'))
    .map((agent) => ({
      agent,
      modelName: modelName.get(agent.modelId) ?? agent.modelId,
      showcase: showcaseOf(agent),
    }));
}

/** Sets an agent's add-on and free messages as its creator; the client's session says whether they may. Gives what was wrong, if anything was. */
export async function setPricing(
  client: Kopai,
  agentId: string,
  typed: PricingForm,
): Promise<RefusedPricing | undefined> {
  const refused = (reason: string): RefusedPricing => ({ agentId, typed, reason });
  let addOn: bigint | undefined;
  try {
    addOn = typed.addOn === undefined ? undefined : parseCredits(typed.addOn);
  } catch {
    return refused(`The add-on is an amount of credits, such as ${formatCredits(300_000n)}.`);
  }
  if (!/^\d+$/.test(typed.freeMessages)) return refused('Free messages are a whole number, or 0 for none.');
  const freeMessages = Number(typed.freeMessages);
  try {
    await client.agents.setPricing(agentId, { freeMessages, ...(addOn !== undefined && { addOn }) });
  } catch (error) {
    if (error instanceof InvalidRequestError) return refused(error.detail);
    throw error;
  }
  return undefined;
}

/** The error of somebody who sees to an organization that is not theirs. */
export const notYours = () =>
  new KopaiError({
    code: 'role_required',
    status: 403,
    detail: 'Owners and admins of the organization set its prices.',
  });
