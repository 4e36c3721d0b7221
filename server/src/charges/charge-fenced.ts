import type { Agent } from '@kopai/contracts';
import { Problem } from '@kopai/contracts';
import type { Clock } from '../clock.ts';
import { isConflict, isUniqueViolation, type Pool, type Queryable } from '../db/index.ts';
import {
  type Book,
  type Decision,
  type Drift,
  fencedStatements,
  type Ground,
  type Ledger,
  type Rider,
  riding,
  walletAccount,
} from '../ledger/index.ts';
import { accountsOf } from './charge-many.ts';
import { totalsOf } from './earning-totals.ts';
import { drifted, FencedBatch } from './fenced-batch.ts';
import type { Way } from './group-commit.ts';
import type { ChargeIntent } from './intent.ts';
import { readMade } from './made.ts';
import { type ChargeResult, freeKeyOf, makeCharge, memberOf, moveOf, termsOf } from './make-charge.ts';
import { MemberBudgets } from './member-budgets.ts';
import type { OnChargeMoves } from './moves.ts';
import { capturedRider, exhaustedRider, heldRider, totalsRider, unbudgetedRider } from './riders.ts';
import type { ChargeRow } from './rows.ts';
import { UsedUp } from './used-up.ts';

/** Agents as they are remembered, with the mark that a fence holds them to. */
export interface Remembered {
  read(
    db: Queryable,
    ids: Iterable<string>,
  ): Promise<ReadonlyMap<string, { readonly agent: Agent; readonly mark: string }>>;
  forget(ids: Iterable<string>): void;
}

/** What a wallet had before all of its charges, and has after them, in microcredits. */
export interface ChargedWallet {
  readonly wallet: string;
  readonly before: bigint;
  readonly after: bigint;
}

/** When charges are nobody's business but the payer's: then they need no transaction around them. */
export interface Quiet {
  /** That nobody waits to be told of these wallets. */
  readonly unwatched: Rider<ChargedWallet>;
  /** Whether a move may be quiet at all. */
  readonly covers: (balanceBefore: bigint, balanceAfter: bigint) => boolean;
  /** That it may, for wallets that are elsewhere than they were decided on. */
  readonly covered: Rider<ChargedWallet>;
}

export interface FencedDependencies {
  readonly pool: Pool;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly agents: Remembered;
  readonly unchangedAgents: Rider<{ readonly agent: Agent; readonly mark: string }>;
  readonly onMoves: OnChargeMoves;
  readonly quiet: Quiet;
}

export interface FencedCharges {
  /** A result for each in the order given, or none for what it can't decide. */
  readonly charge: (intents: readonly ChargeIntent[], way: Way) => Promise<(ChargeResult | undefined)[]>;
  /** Whether other processes were found to charge the same wallets. */
  readonly isShared: () => boolean;
}

/** How long charges are made in transactions after somebody was found to be waiting for them, in ms; then it is tried again without. */
const watchedForMs = 30_000;

/**
 * How long wallets are taken to be charged by other processes too after one was found elsewhere than it was remembered, in ms. Those are moved from wherever they
 * are, which takes as long as to move them from where they were, but that one batch of a lane waits for the other.
 */
const sharedForMs = 1_000;

/**
 * How long batches wait for each other after one was not written as it was decided, in ms: whatever is decided on one that fails fails with it, and a
 * payer who sends a message again is likely to do so soon.
 */
const unsureForMs = 250;

/**
 * Charges without reading first: decides on what this process remembers, and writes with one statement that checks all of it again. Where other
 * processes charge the same wallets these are moved from wherever they are. What can't be decided so - a refusal, a free message, a budget, a memory that was
 * wrong twice - has no result, and is for `chargeMany` to decide.
 */
export function createFencedCharges(deps: FencedDependencies): FencedCharges {
  const { pool, ledger, clock, agents, quiet, onMoves } = deps;
  const quietly = fencedStatements('charge quietly');
  const told = fencedStatements('charge');
  const usedUp = new UsedUp();
  let watchedUntilMs = 0;
  let sharedUntilMs = 0;
  let unsureUntilMs = 0;
  let failures = 0;
  const isShared = () => clock() < sharedUntilMs;

  async function attempt(
    intents: readonly ChargeIntent[],
    results: Map<ChargeIntent, ChargeResult>,
    on: 'locks' | Way,
  ): Promise<void> {
    const known = await agents.read(
      pool,
      intents.map(({ request }) => request.agentId),
    );
    const agentOf = (intent: ChargeIntent) => known.get(intent.request.agentId);
    const able = intents.filter((intent) => !results.has(intent) && agentOf(intent));
    const free = await usedUp.read(
      pool,
      able.filter((intent) => (agentOf(intent)?.agent.freeMessages ?? 0) > 0).map(freeKeyOf),
    );
    const isWatched = clock() < watchedUntilMs;
    const ground: Ground = on === 'locks' ? on : { pipeline: on.lane, isShared: isShared(), onSent: () => goOn(on) };
    const failuresBefore = failures;
    const batch = new FencedBatch();
    const decide = (book: Book): Decision | undefined => {
      // Nobody has a budget, as far as is known.
      const locked = { book, free, budgets: new MemberBudgets([]) };
      for (const intent of able) {
        const terms = batch.isTwin(intent) ? undefined : termsOf(intent, agentOf(intent)?.agent, locked);
        if (!terms || terms instanceof Problem) continue;
        if (terms.free) {
          // It is taken under a lock, and what was remembered of it ends here.
          usedUp.forget([freeKeyOf(intent)]);
          continue;
        }
        const before = book.balance(walletAccount(intent.wallet));
        if (!isWatched && !quiet.covers(before, before - terms.amount)) continue;
        batch.add(intent, makeCharge(intent, terms, locked));
      }
      const { rows, intents: decided, agentIds } = batch;
      if (rows.length === 0) return undefined;
      const captured = rows.filter((row) => !row.held_first);
      const riders = [
        riding(capturedRider, captured),
        riding(
          heldRider,
          rows.filter((row) => row.held_first),
        ),
        riding(totalsRider, totalsOf(captured)),
        riding(unbudgetedRider, decided.flatMap(memberOf)),
        riding(exhaustedRider, free.counts(decided.map(freeKeyOf))),
        riding(
          deps.unchangedAgents,
          agentIds.flatMap((id) => known.get(id) ?? []),
        ),
      ];
      if (isWatched) {
        const movesOf = (drift: Drift) => rows.map((row) => moveOf(drifted(row, drift)));
        return { fenced: told, riders, alongside: (tx, drift) => onMoves(tx, movesOf(drift)) };
      }
      const wallets = chargedWallets(rows);
      const mayDrift = ground !== 'locks' && ground.isShared;
      return {
        fenced: quietly,
        riders: [...riders, riding(quiet.unwatched, wallets), riding(quiet.covered, mayDrift ? wallets : [])],
      };
    };
    const goOn = ({ onSent }: Way) => {
      if (batch.size === intents.length && clock() >= unsureUntilMs) onSent();
    };
    try {
      const accounts = accountsOf(able, (intent) => agentOf(intent)?.agent);
      if (accounts.length === 0) return;
      const drift = await ledger.decide(accounts, ground, decide);
      if (drift.isAny) sharedUntilMs = clock() + sharedForMs;
      for (const [intent, result] of batch.results(drift)) results.set(intent, result);
    } catch (error) {
      const isMoved = saysThat(error, 'moved');
      // Accounts are looked at first: where they were elsewhere, nothing was said against the rest.
      if (!isMoved) {
        agents.forget(batch.agentIds);
        usedUp.forget(batch.intents.map(freeKeyOf));
      }
      if (saysThat(error, 'watched')) watchedUntilMs = clock() + watchedForMs;
      // Where the batch before it failed meanwhile, it was that one which moved nothing.
      if (isMoved && failures === failuresBefore) sharedUntilMs = clock() + sharedForMs;
      unsureUntilMs = clock() + unsureForMs;
      failures += 1;
      throw error;
    }
  }

  async function charge(intents: readonly ChargeIntent[], way: Way): Promise<(ChargeResult | undefined)[]> {
    const results = new Map<ChargeIntent, ChargeResult>();
    try {
      await attempt(intents, results, way);
    } catch (error) {
      if (!mayBeOld(error)) throw error;
      // A key that was used before is answered by its charge, which never changes; the rest is tried once more, on what is read under locks.
      const made = await readMade(pool, intents);
      for (const intent of intents) {
        const first = made.find(intent);
        if (first) results.set(intent, first);
      }
      await attempt(intents, results, 'locks').catch((again: unknown) => {
        if (!mayBeOld(again)) throw again;
      });
    }
    return intents.map((intent) => results.get(intent));
  }

  return { charge, isShared };
}

/** Which fence it was that did not hold. */
const saysThat = (error: unknown, what: string) => error instanceof Error && error.message.endsWith(what);

/** What was remembered, or that a key is unused, may not be so any more. */
const mayBeOld = (error: unknown) => isConflict(error) || isUniqueViolation(error);

function chargedWallets(rows: readonly ChargeRow[]): ChargedWallet[] {
  const wallets = new Map<string, ChargedWallet>();
  for (const { wallet, amount, balance_after: after } of rows)
    wallets.set(wallet, { wallet, before: wallets.get(wallet)?.before ?? after + amount, after });
  return [...wallets.values()];
}
