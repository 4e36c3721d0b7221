import { Kopai, type ReplyOf } from '@kopai/sdk';
import { type Persona, personas, scopesOf } from './visitors.ts';

/** The clients of the Kopai server that the site works with. */
export interface Clients {
  /** Holds the secret key: charges messages and mints sessions. */
  readonly operator: Kopai;
  /** Sees what this persona, or somebody signed out, may see. */
  for(persona: Persona | undefined): Kopai;
  /** A session for the persona's browser. */
  mintSession(persona: Persona): Promise<ReplyOf<'sessions.create'>>;
}

export function createClients({ baseUrl, apiKey }: { baseUrl: string; apiKey: string }): Clients {
  const operator = new Kopai({ baseUrl, apiKey });
  const mintSession: Clients['mintSession'] = (persona) =>
    operator.sessions.create({ userId: persona.id, orgs: [...persona.orgs], scopes: scopesOf(persona) });
  const anonymous = new Kopai({ baseUrl });
  const signedIn = new Map(
    personas.map((persona) => [persona.id, new Kopai({ baseUrl, session: () => mintSession(persona) })]),
  );
  return { operator, mintSession, for: (persona) => (persona && signedIn.get(persona.id)) ?? anonymous };
}
