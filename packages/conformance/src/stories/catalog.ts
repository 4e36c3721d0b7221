import { expect } from 'vitest';
import type { Story } from '../stories.ts';

const credit = 1_000_000n;

/** Models, agents and packs: what things cost, who sets it and who sees it. */
export const catalog: Story = {
  title: 'catalog',
  async play(stage) {
    const { backend, anyone } = stage;
    stage.tell('A model has a price; an agent on it costs that and its add-on.');
    await backend.models.put('catalog-model', { name: 'Atlas', infra: credit / 5n });
    const agent = { name: 'Tutor', modelId: 'catalog-model', orgId: 'catalog-studio', visibility: 'public' } as const;
    await backend.agents.put('catalog-tutor', { ...agent, addOn: credit / 2n, freeMessages: 2 });
    await backend.agents.put('catalog-plain', agent);
    await backend.agents.put('catalog-secret', { ...agent, visibility: 'private' });
    await stage.refused(backend.agents.put('catalog-lost', { ...agent, modelId: 'catalog-none' }), 'model_not_found');
    await stage.refused(
      backend.agents.put('catalog-secret', { ...agent, visibility: 'private', addOn: 1n }),
      'private_agent_add_on',
    );

    stage.tell('The same price is the same version; another is the next, of every agent on the model.');
    await backend.agents.put('catalog-tutor', { ...agent, name: 'Teacher', addOn: credit / 2n, freeMessages: 2 });
    await backend.agents.put('catalog-tutor', { ...agent, addOn: credit, freeMessages: 2 });
    await backend.models.put('catalog-model', { name: 'Atlas', infra: credit / 4n });
    await anyone.agents.get('catalog-tutor');

    stage.tell('A private agent is there for its organization and for keys.');
    const member = stage.page({ userId: 'catalog-ann', orgs: [{ id: 'catalog-studio', role: 'member' }] });
    const owner = stage.page({ userId: 'catalog-olga', orgs: [{ id: 'catalog-studio', role: 'owner' }] });
    const stranger = stage.page({ userId: 'catalog-eve', orgs: [{ id: 'catalog-other', role: 'owner' }] });
    await backend.agents.get('catalog-secret');
    await member.agents.get('catalog-secret');
    await stage.refused(anyone.agents.get('catalog-secret'), 'agent_not_found');
    await stage.refused(stranger.agents.get('catalog-secret'), 'agent_not_found');

    stage.tell('Its creator sets the add-on, as owner or admin.');
    await owner.agents.setPricing('catalog-tutor', { addOn: credit * 2n });
    await owner.agents.setPricing('catalog-tutor', { freeMessages: 0 });
    await stage.refused(owner.agents.setPricing('catalog-none', { addOn: 0n }), 'agent_not_found');
    await stage.refused(owner.agents.setPricing('catalog-secret', { addOn: credit }), 'private_agent_add_on');
    await stage.refused(member.agents.setPricing('catalog-tutor', { addOn: 0n }), 'role_required');
    await stage.refused(stranger.agents.setPricing('catalog-tutor', { addOn: 0n }), 'not_a_member');

    stage.tell('Lists go by id, page by page.');
    const page = await backend.models.list({ limit: 1 });
    expect(page.hasNextPage()).toBe(await backend.models.list({ limit: 1 }).then((again) => again.nextCursor !== null));
    const agents: string[] = [];
    for await (const { id } of backend.agents.list({ limit: 2 })) if (id.startsWith('catalog-')) agents.push(id);
    expect(agents).toEqual(['catalog-plain', 'catalog-secret', 'catalog-tutor']);
    await stage.refused(backend.agents.list({ cursor: 'no cursor' }), 'invalid_request');
    await anyone.packs.list();
  },
};
