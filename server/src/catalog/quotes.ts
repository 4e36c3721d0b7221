import {
  type Agent,
  centsRoundedUp,
  messagesAffordable,
  type PriceParts,
  Problem,
  type Quote,
  totalOf,
} from '@kopai/contracts';
import { jwtVerify, SignJWT } from 'jose';
import * as z from 'zod/mini';
import { type Clock, instantOf } from '../clock.ts';

/** A price that was promised: charged as it says, until it expires. */
export interface PromisedPrice extends PriceParts {
  readonly agentId: string;
  readonly version: number;
  /** Set when the price holds for one wallet alone: an organization running its own agent pays no add-on. */
  readonly payer?: string;
}

/**
 * Quotes are issued in windows of five minutes and live for fifteen, so each is good for at least ten. Within a window the same
 * price has the same token: answers stay cacheable, and a token is signed once.
 */
const windowMs = 5 * 60_000;
const lifetimeMs = 15 * 60_000;

/** How long quotes of a secret that was changed have to be believed: as long as they live, and until every process has learnt of the change. */
export const quotesBelievedMs = lifetimeMs + 5 * 60_000;

/** Signed tokens kept; a few hundred bytes each. */
const tokensKept = 20_000;

const algorithm = 'HS256';
const issuer = 'kopai';

const claims = z.object({
  agent: z.string(),
  version: z.int(),
  infra: z.string(),
  addOn: z.string(),
  payer: z.optional(z.string()),
  exp: z.int(),
});

export interface Quotes {
  /** The quote of an agent for everybody, or for `payer` where its own organization asks. */
  quote(agent: Agent, asked: { payer?: string | undefined }): Promise<Quote>;
  /** The price a token promises for this agent and payer; throws `quote_invalid` or `quote_expired`. */
  read(token: string, wanted: { agentId: string; payer: string }): Promise<PromisedPrice>;
}

/** What one message costs this payer: a creator's own organization pays infra alone, for nobody pays themselves. */
export const priceFor = (agent: Agent, payer?: string): PriceParts => ({
  infra: agent.infra,
  addOn: payer === `org:${agent.orgId}` ? 0n : agent.addOn,
});

/** What quotes are signed with. */
export interface QuoteSecrets {
  current(): Uint8Array;
  accepted(): readonly Uint8Array[];
  refresh(): Promise<void>;
}

export function createQuotes({ secrets, clock }: { secrets: QuoteSecrets; clock: Clock }): Quotes {
  const tokens = new Map<string, Promise<string>>();
  let signedWith = secrets.current();

  function tokenOf(price: PromisedPrice, expiresMs: number): Promise<string> {
    const secret = secrets.current();
    if (secret !== signedWith) tokens.clear();
    signedWith = secret;
    const key = `${price.agentId} ${price.version} ${price.payer ?? ''} ${expiresMs}`;
    const known = tokens.get(key);
    if (known) return known;
    if (tokens.size >= tokensKept) tokens.clear();
    const token = new SignJWT({
      agent: price.agentId,
      version: price.version,
      infra: String(price.infra),
      addOn: String(price.addOn),
      ...(price.payer !== undefined && { payer: price.payer }),
    })
      .setProtectedHeader({ alg: algorithm })
      .setIssuer(issuer)
      .setExpirationTime(expiresMs / 1000)
      .sign(secret);
    tokens.set(key, token);
    return token;
  }

  return {
    async quote(agent, { payer }) {
      const expiresMs = Math.floor(clock() / windowMs) * windowMs + lifetimeMs;
      const own = payer === `org:${agent.orgId}`;
      const parts = priceFor(agent, payer);
      const total = totalOf(parts);
      const promised = { agentId: agent.id, version: agent.version, ...parts, ...(own && payer && { payer }) };
      return {
        object: 'quote',
        agentId: agent.id,
        version: agent.version,
        ...parts,
        total,
        totalCents: Number(centsRoundedUp(total)),
        freeMessages: { included: agent.freeMessages, remaining: null },
        expiresAt: instantOf(expiresMs),
        token: await tokenOf(promised, expiresMs),
      };
    },

    async read(token, wanted) {
      const payload = await genuine(token, secrets);
      if (payload.agent !== wanted.agentId || (payload.payer !== undefined && payload.payer !== wanted.payer)) {
        throw new Problem('quote_invalid', 'The quote was made for another agent or another wallet.');
      }
      if (payload.exp * 1000 <= clock()) {
        const expiredAt = instantOf(payload.exp * 1000);
        throw new Problem('quote_expired', `The quote expired at ${expiredAt}.`, { expiredAt });
      }
      return {
        agentId: payload.agent,
        version: payload.version,
        infra: BigInt(payload.infra),
        addOn: BigInt(payload.addOn),
        ...(payload.payer !== undefined && { payer: payload.payer }),
      };
    },
  };
}

/** Checks the signature; one that is unknown here may be of a secret that another process has learnt of before. */
async function genuine(token: string, secrets: QuoteSecrets): Promise<z.output<typeof claims>> {
  const claimed = await readWith(token, secrets.accepted());
  if (claimed) return claimed;
  await secrets.refresh();
  const claimedNow = await readWith(token, secrets.accepted());
  if (claimedNow) return claimedNow;
  throw new Problem('quote_invalid', 'The quote is not one of ours, or it was changed.');
}

/** The expiry is judged by our own clock, afterwards, so that it has its own answer. */
async function readWith(token: string, secrets: readonly Uint8Array[]): Promise<z.output<typeof claims> | undefined> {
  for (const secret of secrets) {
    try {
      const { payload } = await jwtVerify(token, secret, { algorithms: [algorithm], issuer, currentDate: new Date(0) });
      return z.parse(claims, payload);
    } catch {
      // Signed by none, or by the other of two.
    }
  }
  return undefined;
}

/** Adds what only a signed-in page knows: what is left for free, and how many messages the wallet pays for. */
export function personal(quote: Quote, known: { freeUsed: number; available: bigint }): Quote {
  return {
    ...quote,
    freeMessages: {
      included: quote.freeMessages.included,
      remaining: Math.max(0, quote.freeMessages.included - known.freeUsed),
    },
    affordableMessages: affordable(known.available, quote.total),
  };
}

/** A whole number that JSON carries exactly; a balance large enough to pass it can pay for everything there is. */
function affordable(available: bigint, total: bigint): number | null {
  const messages = messagesAffordable(available, total);
  if (messages === undefined) return null;
  return messages > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(messages);
}
