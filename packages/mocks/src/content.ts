import { parseCredits } from '@kopai/contracts';
import type { World } from './world.ts';

/** A small marketplace: `alice` owns the organization `acme`, `bob` is a member of it, `studio` publishes. */

const models = [
  ['swift-mini', 'Swift Mini', '0.05'],
  ['atlas-2', 'Atlas 2', '0.2'],
  ['deepthought-1', 'Deepthought 1', '2.5'],
] as const;

const agents = [
  ['inbox-zero', 'Inbox Zero', 'swift-mini', 'studio', '0', 0],
  ['brand-voice', 'Brand Voice', 'atlas-2', 'studio', '0.3', 0],
  ['language-tutor', 'Language Tutor', 'atlas-2', 'studio', '0.15', 3],
  ['tax-helper', 'Tax Helper', 'deepthought-1', 'studio', '4.5', 1],
  ['pitch-doctor', 'Pitch Doctor', 'deepthought-1', 'acme', '1.5', 0],
] as const;

export function populate(world: World): void {
  for (const [id, name, infra] of models) world.catalog.putModel(id, { name, infra: parseCredits(infra) });
  for (const [id, name, modelId, orgId, addOn, freeMessages] of agents) {
    const price = { addOn: parseCredits(addOn), freeMessages };
    world.catalog.putAgent(id, { name, modelId, orgId, visibility: 'public', ...price });
  }
  const handbook = { name: 'Acme Handbook', modelId: 'atlas-2', orgId: 'acme', visibility: 'private' } as const;
  world.catalog.putAgent('acme-handbook', handbook);
  world.adjust('user:alice', parseCredits('6'), 'Welcome credits');
  world.adjust('user:bob', parseCredits('2.5'), 'Welcome credits');
  world.adjust('org:acme', parseCredits('40'), 'Welcome credits');
  world.session = world.signIn({ userId: 'alice', orgs: [{ id: 'acme', role: 'owner' }] });
}
