/** Names that exist on the server that is fuzzed, so that requests get past the first door and meet each other. */
export const knownNames = {
  users: ['alice', 'bob', 'carol'],
  orgs: ['acme', 'studio'],
  agents: ['tutor', 'coder', 'secret'],
  models: ['small', 'large'],
  hooks: ['app', 'other'],
  packs: ['starter', 'standard', 'pro'],
  plans: ['free', 'pro'],
  features: ['chat', 'webSearch', 'knowledgeBasePdf', 'constructor', '__proto__'],
  timezones: ['UTC', 'Europe/Berlin', 'Asia/Kathmandu', '+01:00', 'utc', 'Etc/GMT+12', 'Mars/Base'],
} as const;

export const knownWallets = [
  'me',
  ...knownNames.users.map((id) => `user:${id}`),
  ...knownNames.orgs.map((id) => `org:${id}`),
];

/** Which of them a member of a request means, by its name. */
const byMember: Readonly<Record<string, readonly string[]>> = {
  agentId: knownNames.agents,
  agent: knownNames.agents,
  modelId: knownNames.models,
  userId: knownNames.users,
  orgId: knownNames.orgs,
  packId: knownNames.packs,
  planId: knownNames.plans,
  feature: knownNames.features,
  timezone: knownNames.timezones,
  messageId: Array.from({ length: 60 }, (_, n) => `message-${n}`),
};

/** What `{id}` means in a path, by the word before it. */
const byNoun: Readonly<Record<string, readonly string[]>> = {
  agents: knownNames.agents,
  models: knownNames.models,
  'webhook-endpoints': knownNames.hooks,
};

/** The names that a value called `member`, in a path if it stands in one, may be one of. */
export function namesFor(member: string, path?: string): readonly string[] {
  if (path !== undefined && member === 'id') {
    const noun = /\/([a-z-]+)\/\{id\}/.exec(path)?.[1] ?? '';
    return byNoun[noun] ?? [];
  }
  return byMember[member] ?? [];
}
