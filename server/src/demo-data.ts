import { centsToCredits, parseCredits } from '@kopai/contracts';
import { type AgentChange, agentsById, putAgent, putModel } from './catalog/index.ts';
import type { Services } from './http/index.ts';
import { adjust } from './wallets/index.ts';

/** What the demo sells. `alice` owns `acme`, `bob` is a member of it; `studio` and `lumen` publish. */

const models: readonly (readonly [id: string, name: string, infra: string])[] = [
  ['swift-mini', 'Swift Mini', '0.05'],
  ['atlas-2', 'Atlas 2', '0.2'],
  ['atlas-2-pro', 'Atlas 2 Pro', '0.8'],
  ['opal-vision', 'Opal Vision', '0.5'],
  ['deepthought-1', 'Deepthought 1', '2.5'],
];

type Row = readonly [id: string, name: string, model: string, org: string, addOn: string, free: number];

const publicAgents: readonly Row[] = [
  ['inbox-zero', 'Inbox Zero', 'swift-mini', 'studio', '0', 0],
  ['contract-reader', 'Contract Reader', 'atlas-2-pro', 'studio', '1.2', 3],
  ['brand-voice', 'Brand Voice', 'atlas-2', 'studio', '0.3', 5],
  ['meeting-notes', 'Meeting Notes', 'swift-mini', 'studio', '0.05', 10],
  ['sql-mentor', 'SQL Mentor', 'atlas-2', 'studio', '0.25', 3],
  ['tax-helper', 'Tax Helper', 'deepthought-1', 'studio', '4.5', 1],
  ['alt-text', 'Alt Text Writer', 'opal-vision', 'studio', '0.1', 5],
  ['release-notes', 'Release Notes', 'swift-mini', 'studio', '0.02', 0],
  ['trip-planner', 'Trip Planner', 'atlas-2', 'lumen', '0.4', 3],
  ['recipe-remix', 'Recipe Remix', 'swift-mini', 'lumen', '0', 5],
  ['grant-writer', 'Grant Writer', 'deepthought-1', 'lumen', '3', 1],
  ['chart-critic', 'Chart Critic', 'opal-vision', 'lumen', '0.35', 2],
  ['interview-coach', 'Interview Coach', 'atlas-2-pro', 'lumen', '0.9', 2],
  ['regex-whisperer', 'Regex Whisperer', 'swift-mini', 'lumen', '0.01', 0],
  ['story-editor', 'Story Editor', 'atlas-2-pro', 'lumen', '0.6', 3],
  ['logo-judge', 'Logo Judge', 'opal-vision', 'lumen', '0.5', 1],
  ['support-triage', 'Support Triage', 'swift-mini', 'acme', '0.08', 5],
  ['pitch-doctor', 'Pitch Doctor', 'atlas-2-pro', 'acme', '1.5', 1],
  ['log-detective', 'Log Detective', 'atlas-2', 'acme', '0.2', 3],
  ['paper-digest', 'Paper Digest', 'deepthought-1', 'acme', '1', 0],
  ['language-tutor', 'Language Tutor', 'atlas-2', 'studio', '0.15', 10],
  ['unit-tester', 'Unit Tester', 'atlas-2-pro', 'studio', '0.4', 0],
  ['garden-guide', 'Garden Guide', 'swift-mini', 'lumen', '0', 3],
  ['patent-scout', 'Patent Scout', 'deepthought-1', 'studio', '6', 0],
  ['weekly-digest', 'Weekly Digest', 'swift-mini', 'lumen', '0.03', 0],
];

const privateAgents: readonly Row[] = [
  ['acme-handbook', 'Acme Handbook', 'atlas-2', 'acme', '0', 0],
  ['acme-forecast', 'Acme Forecast', 'deepthought-1', 'acme', '0', 0],
  ['studio-drafts', 'Studio Drafts', 'swift-mini', 'studio', '0', 0],
];

const grants: readonly (readonly [wallet: string, cents: bigint])[] = [
  ['user:alice', 60n],
  ['user:bob', 25n],
  ['org:acme', 400n],
];

/** Puts the demo's data there once. What a visitor changed since stays as it is. */
export async function seedDemo(services: Services): Promise<void> {
  const rows = [...publicAgents, ...privateAgents];
  const known = await agentsById(
    services.pool,
    rows.map(([id]) => id),
  );
  if (known.size < rows.length) {
    for (const [id, name, infra] of models) {
      await putModel(services, { id, name, infra: parseCredits(infra), changedBy: 'demo' });
    }
  }
  for (const row of rows) {
    if (!known.has(row[0])) await putAgent(services, agentOf(row), 'demo');
  }
  for (const [wallet, cents] of grants) {
    await adjust(services, {
      wallet,
      amount: centsToCredits(cents),
      reason: 'Welcome credits',
      madeBy: 'demo',
      cause: `demo:${wallet}`,
    });
  }
}

const agentOf = (row: Row): AgentChange => {
  const [id, name, modelId, orgId, addOn, freeMessages] = row;
  const visibility = publicAgents.includes(row) ? 'public' : 'private';
  return { id, name, modelId, orgId, visibility, addOn: parseCredits(addOn), freeMessages };
};
