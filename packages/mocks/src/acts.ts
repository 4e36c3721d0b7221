import { type EndpointName, encodeAmounts, isProblem } from '@kopai/contracts';
import { nameOf, walletFor } from './access.ts';
import type { Call } from './answers/call.ts';
import type { World } from './world.ts';

type State = Readonly<Record<string, unknown>>;

/** The parts of a call that acts name things by. */
interface Asked {
  readonly id: string;
  readonly userId: string;
  readonly wallet: string;
}

/** What an administrator answers for: to what it is done, and how that stood before. */
interface ActKind {
  readonly action: string;
  readonly subject: (asked: Asked, reply: State) => string;
  readonly from?: (world: World, asked: Asked) => object | undefined;
  /** Whether nothing is left of it. */
  readonly ends?: true;
}

const agentPut: ActKind = {
  action: 'agent.put',
  subject: ({ id }) => `agent:${id}`,
  from: ({ catalog }, { id }) => catalog.find(id),
};
const hookAt = ({ webhookEndpoints }: World, { id }: Asked) => webhookEndpoints.find(id);

const acts: Partial<Record<EndpointName, ActKind>> = {
  'adjustments.create': { action: 'adjustment.create', subject: (_, { wallet }) => String(wallet) },
  'agents.put': agentPut,
  'agents.setPricing': agentPut,
  'autoTopup.put': {
    action: 'auto_topup.put',
    subject: ({ wallet }) => wallet,
    from: ({ autoTopups }, { wallet }) => autoTopups.get(wallet),
  },
  'budgets.put': {
    action: 'budget.put',
    subject: ({ wallet, userId }) => `${wallet}/${userId}`,
    from: ({ organizations }, { wallet, userId }) => organizations.budget(wallet.slice('org:'.length), userId),
  },
  'keys.create': { action: 'key.create', subject: (_, { id }) => `key:${id}` },
  'keys.revoke': { action: 'key.revoke', subject: ({ id }) => `key:${id}` },
  'models.put': {
    action: 'model.put',
    subject: ({ id }) => `model:${id}`,
    from: ({ catalog }, { id }) => catalog.models().find((model) => model.id === id),
  },
  'payouts.create': {
    action: 'payout.request',
    subject: ({ wallet }) => wallet,
    from: ({ organizations }, { wallet }) => ({
      available: organizations.earnings(wallet.slice('org:'.length)).available,
    }),
  },
  'webhookEndpoints.delete': {
    action: 'webhook_endpoint.delete',
    subject: ({ id }) => `webhook:${id}`,
    from: hookAt,
    ends: true,
  },
  'webhookEndpoints.rotate': {
    action: 'webhook_endpoint.rotate_secret',
    subject: ({ id }) => `webhook:${id}`,
    from: hookAt,
  },
  'webhookEndpoints.put': { action: 'webhook_endpoint.put', subject: ({ id }) => `webhook:${id}`, from: hookAt },
};

/** Looks at what a call is about to change, and gives back what writes the act down once it is done. */
export function witness(world: World, name: EndpointName, call: Call<EndpointName>): (reply: unknown) => void {
  const act = acts[name];
  if (!act) return () => undefined;
  const asked = askedOf(call);
  const from = act.from?.(world, asked);
  return (reply) => {
    world.audit.record({
      actor: nameOf(call.caller),
      action: act.action,
      subject: act.subject(asked, reply as State),
      from: from === undefined ? null : shown(from),
      to: act.ends ? null : shown(reply as State),
    });
  };
}

function askedOf({ params, body, caller }: Call<EndpointName>): Asked {
  const { id = '', userId = '', wallet = '' } = { ...body, ...params } as Partial<Asked>;
  return { id, userId, wallet: resolved(() => walletFor(caller, wallet, 'read')) ?? wallet };
}

/** A wallet that the caller may not name is refused by the answer itself. */
function resolved(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}

function shown(state: object): Record<string, unknown> {
  const { key: _key, secret: _secret, ...rest } = state as State;
  return encodeAmounts(rest) as Record<string, unknown>;
}
