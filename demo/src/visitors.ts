import type { Membership, SessionScope } from '@kopai/sdk';

/** Somebody the visitor can be. A real site would know this from its own sign-in. */
export interface Persona {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
  readonly orgs: readonly Membership[];
}

export const personas: readonly Persona[] = [
  { id: 'alice', name: 'Alice Moreau', initials: 'AM', orgs: [{ id: 'acme', role: 'owner' }] },
  { id: 'bob', name: 'Bob Okafor', initials: 'BO', orgs: [{ id: 'acme', role: 'member' }] },
  { id: 'mira', name: 'Mira Lindqvist', initials: 'ML', orgs: [{ id: 'studio', role: 'owner' }] },
];

/** Organizations that publish agents, and how people call them. */
const orgNames: Readonly<Record<string, string>> = { acme: 'Acme', studio: 'Studio North', lumen: 'Lumen Labs' };

export const orgName = (id: string): string => orgNames[id] ?? id;

export const isOrg = (id: string): boolean => Object.hasOwn(orgNames, id);

/** The organization whose wallet the header leads to: the visitor's own, or for nobody the first there is. */
export const homeOrg = (persona: Persona | undefined): string => persona?.orgs[0]?.id ?? 'acme';

/** Whose credits a message is paid with: the visitor's own, or an organization's by its id. */
export const personalContext = 'personal';

export interface Visitor {
  /** Undefined when signed out. */
  readonly persona: Persona | undefined;
  /** `personal` or the id of an organization that the persona belongs to. */
  readonly context: string;
}

export const personaCookie = 'kopai_demo_persona';
export const contextCookie = 'kopai_demo_context';

/** What the cookie says for nobody. Without a cookie the visitor is the first persona, so that a first look shows everything. */
export const signedOut = 'nobody';

/** Reads who is there from a `Cookie` header. What it can't place is somebody signed out, or the personal context. */
export function visitorOf(cookieHeader: string | undefined): Visitor {
  const cookies = new Map((cookieHeader ?? '').split(';').map(pairOf));
  const named = cookies.get(personaCookie) ?? personas[0]?.id;
  const persona = personas.find(({ id }) => id === named);
  const context = cookies.get(contextCookie) ?? personalContext;
  return { persona, context: persona && roleIn(persona, context) ? context : personalContext };
}

function pairOf(cookie: string): [name: string, value: string] {
  const [name = '', value = ''] = cookie.split('=');
  return [name.trim(), value.trim()];
}

export const roleIn = (persona: Persona, orgId: string): Membership['role'] | undefined =>
  persona.orgs.find(({ id }) => id === orgId)?.role;

/** How the members of an organization are called, by their ids. */
export const memberNames = (orgId: string): Readonly<Record<string, string>> =>
  Object.fromEntries(personas.filter((persona) => roleIn(persona, orgId)).map(({ id, name }) => [id, name]));

/** The wallet's name for a session of this visitor. */
export const walletOf = ({ context }: Pick<Visitor, 'context'>): string =>
  context === personalContext ? 'me' : `org:${context}`;

/** The same wallet, as the backend names it. */
export const ownedWalletOf = (persona: Persona, context: string): string =>
  context === personalContext ? `user:${persona.id}` : `org:${context}`;

export const contextName = (context: string): string => (context === personalContext ? 'Personal' : orgName(context));

/** Whose credits a message takes, as part of a sentence. */
export const creditsOf = (context: string): string =>
  context === personalContext ? 'your personal credits' : `${orgName(context)}’s credits`;

/** Whether the persona runs the organization: owners and admins see to its prices, payouts and budgets. */
export const runsOrg = (persona: Persona | undefined, orgId: string): boolean =>
  (persona && roleIn(persona, orgId) && roleIn(persona, orgId) !== 'member') ?? false;

/** Everybody tops up their own wallet; an organization's is for its owners and admins. */
export const mayTopUp = (persona: Persona, context: string): boolean =>
  context === personalContext || runsOrg(persona, context);

/** What a persona's browser may do. Owners also see to prices and payouts of their organization; which one, their role says. */
export function scopesOf(persona: Persona): SessionScope[] {
  const owns = persona.orgs.some(({ role }) => role === 'owner');
  return owns ? ['wallet:read', 'topup', 'plan', 'payout', 'pricing'] : ['wallet:read', 'topup', 'plan'];
}
