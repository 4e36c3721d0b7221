import { type Charge, type ChargeOutcome, type ChargeRequest, Problem } from '@kopai/contracts';
import { isDatabaseUnavailable, isUniqueViolation, type Queryable } from '../db/index.ts';
import { laneOf } from '../ledger/index.ts';
import { newId } from '../new-id.ts';
import type { Trace } from '../trace.ts';
import { createFencedCharges, type FencedDependencies } from './charge-fenced.ts';
import { chargeMany, type ReadAgents } from './charge-many.ts';
import type { QuotedPrice } from './decide.ts';
import { chargeNotFound, type Ending, endCharge } from './end.ts';
import { GroupCommit, type Way } from './group-commit.ts';
import { type ChargeIntent, payerOf } from './intent.ts';
import type { ChargeResult } from './make-charge.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { chargeById, chargeOf } from './rows.ts';
import { settleDue } from './settle.ts';
import { tracedCommits } from './traced-commits.ts';

/** Transactions of charges that one process runs side by side. Two fill a pair of cores; more only share each commit among fewer. */
export const commitLanes = 2;

/**
 * Charges under way and waiting that one lane takes. More of them where other processes charge the same wallets: batches of a lane wait for each other then, and
 * two lanes would share each commit among half as many.
 */
const togetherMost = 64;
const togetherMostShared = 200;

/** Holds that one sweep gives back at most. */
const sweepMost = 500;

/** A charge that was made, and whether by an earlier request like this one. */
export interface MadeCharge {
  readonly charge: Charge;
  readonly replayed: boolean;
}

/** Charges of one process, for whoever watches it. */
export interface ChargeCounts {
  /** Transactions that made charges, of however many each. */
  readonly batches: number;
  readonly made: number;
  readonly replayed: number;
  readonly refused: number;
  /** Charges that had to be decided under locks: refusals, free messages, budgets, and what another process had moved. */
  readonly locked: number;
  readonly waiting: number;
  /** Whether other processes charge the same wallets. */
  readonly shared: boolean;
  /** When this process last saw all shares settled that were due, in ms; undefined before the first time. */
  readonly settledAtMs: number | undefined;
}

export interface Charges {
  /** Charges one message or holds for it; throws the refusal. `idempotencyKey` is already unique to the caller. */
  create(request: ChargeRequest, idempotencyKey?: string): Promise<MadeCharge>;
  /** Charges many, with an outcome for each, in the order asked. */
  createBatch(requests: readonly ChargeRequest[], idempotencyKey?: string): Promise<readonly (MadeCharge | Problem)[]>;
  get(id: string): Promise<Charge>;
  end(id: string, ending: Ending, cause: string): Promise<Charge>;
  /** What this process has done since it started, and how many charges wait now. */
  counts(): ChargeCounts;
  /** Gives back holds whose message never ended. Returns how many. */
  releaseExpired(): Promise<number>;
  /** Makes creators' shares available whose time has come. Returns how many charges settled. */
  settleDue(): Promise<number>;
}

export interface ChargesDependencies extends FencedDependencies {
  /** Where each charge's way into a commit is told; nowhere unless there is one. */
  readonly trace?: Trace | undefined;
  readonly readAgents: ReadAgents;
  readonly settleAfterMs: number;
  /** This process's lanes of the accounts that only receive, one for each of the `commitLanes`. */
  readonly lanes: () => readonly number[];
  /** Reads the price a quote promises; throws its problem. */
  readonly readQuote: (token: string, wanted: { agentId: string; payer: string }) => Promise<QuotedPrice>;
}

export function createCharges(deps: ChargesDependencies): Charges {
  const { pool, clock } = deps;
  const fenced = createFencedCharges(deps);
  const counted = { batches: 0, made: 0, replayed: 0, refused: 0, locked: 0 };
  let settledAtMs: number | undefined;
  const commit = async (intents: readonly ChargeIntent[], way: Way): Promise<ChargeResult[]> => {
    const results = await fenced.charge(intents, way);
    const rest = intents.filter((_, i) => results[i] === undefined);
    counted.batches += 1;
    counted.locked += rest.length;
    const locked = rest.length > 0 ? await chargeBatch(deps, rest) : [];
    return results.map((result) => {
      const settled = result ?? locked.shift();
      if (!settled) throw new Error('a batch answered fewer results than it was given');
      return settled;
    });
  };
  const traced = tracedCommits<ChargeIntent, ChargeResult>(deps.trace, commit);
  const lanes = {
    count: commitLanes,
    togetherMost: () => (fenced.isShared() ? togetherMostShared : togetherMost),
  };
  const commits = new GroupCommit<ChargeIntent, ChargeResult>(lanes, traced.run, isDatabaseUnavailable);

  async function make(request: ChargeRequest, idempotencyKey?: string): Promise<MadeCharge | Problem> {
    const quoted = request.quote === undefined ? undefined : await readQuoted(deps, request, request.quote);
    const intent = prepare(deps, request, { idempotencyKey, quoted });
    const result = await traced.wait(() => commits.add(laneOf(intent.wallet), intent));
    counted[result instanceof Problem ? 'refused' : result.replayed ? 'replayed' : 'made'] += 1;
    if (result instanceof Problem) return result;
    return { charge: chargeOf(result.row, 'first'), replayed: result.replayed };
  }

  return {
    async create(request, idempotencyKey) {
      const made = await make(request, idempotencyKey);
      if (made instanceof Problem) throw made;
      return made;
    },
    // Each payer's go through one lane, so that they are decided in the order asked.
    createBatch: (requests, key) =>
      Promise.all(requests.map((request, i) => make(request, key === undefined ? undefined : `${key}#${i}`))),
    async get(id) {
      const row = await chargeById(pool, id);
      if (!row) throw chargeNotFound(id);
      return chargeOf(row);
    },
    counts: () => ({ ...counted, waiting: commits.waiting, shared: fenced.isShared(), settledAtMs }),
    end: async (id, ending, cause) => chargeOf(await endCharge(deps, { id, ending, cause })),
    releaseExpired: () => releaseExpired(deps, pool, new Date(clock())),
    settleDue: oneAtATime(async () => {
      const startedMs = clock();
      const settled = await settleDue(deps);
      settledAtMs = startedMs;
      return settled;
    }),
  };
}

/** An outcome as the bulk route answers it. */
export function outcomeOf(made: MadeCharge | Problem): ChargeOutcome {
  if (!(made instanceof Problem)) return { ok: true, ...made };
  return {
    ok: false,
    problem: {
      code: made.code,
      status: made.kind.status,
      detail: made.message,
      ...made.members,
    },
  };
}

/** A payer's charges go through one queue, and each queue has a lane of the process's own. */
const laneFor = ({ lanes }: ChargesDependencies, wallet: string): number => lanes()[laneOf(wallet) % commitLanes] ?? 0;

/** The price that a quote promises, or why it is not good. */
const readQuoted = ({ readQuote }: ChargesDependencies, request: ChargeRequest, token: string) =>
  readQuote(token, { agentId: request.agentId, payer: payerOf(request) }).catch((error: unknown) => {
    if (error instanceof Problem) return error;
    throw error;
  });

function prepare(
  deps: ChargesDependencies,
  request: ChargeRequest,
  { idempotencyKey, quoted }: Pick<ChargeIntent, 'idempotencyKey' | 'quoted'>,
): ChargeIntent {
  const wallet = payerOf(request);
  const nowMs = deps.clock();
  return {
    id: newId('charge', nowMs),
    request,
    idempotencyKey,
    wallet,
    lane: laneFor(deps, wallet),
    quoted,
    at: new Date(nowMs),
  };
}

/**
 * A message that another payer charges in the same moment is seen by the unique index alone: the whole batch is undone. Looking
 * again finds that charge and answers it, so one repetition is enough.
 */
async function chargeBatch(deps: ChargesDependencies, intents: readonly ChargeIntent[]): Promise<ChargeResult[]> {
  try {
    return await chargeMany(deps, intents);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return chargeMany(deps, intents);
  }
}

async function releaseExpired(deps: ChargesDependencies, db: Queryable, now: Date): Promise<number> {
  const rows = await db.query<{ id: string }>(
    "select id from charges where status = 'held' and hold_expires_at <= $1 order by hold_expires_at limit $2",
    [now, sweepMost],
  );
  let released = 0;
  for (const { id } of rows) {
    try {
      await endCharge(deps, { id, ending: 'release', cause: 'expired' });
      released += 1;
    } catch (error) {
      // Captured or released between the look and the lock: whoever came first has decided.
      if (!(error instanceof Problem && error.code === 'charge_not_held')) throw error;
    }
  }
  return released;
}
