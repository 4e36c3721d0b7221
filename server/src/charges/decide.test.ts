import { type Agent, messagesAffordable, Problem, splitAddOn, totalOf } from '@kopai/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChargeFacts, type ChargeTerms, decide, type QuotedPrice } from './decide.ts';
import {
  type ChargeAmounts,
  capturePostings,
  chargePostings,
  holdPostings,
  refundPostings,
  releasePostings,
} from './postings.ts';

const amount = fc.bigInt({ min: 0n, max: 10n ** 15n });
const name = fc.stringMatching(/^[a-z]{1,3}$/);

const agent: fc.Arbitrary<Agent> = fc
  .record({
    orgId: name,
    visibility: fc.constantFrom('public', 'private'),
    infra: amount,
    addOn: amount,
    free: fc.nat(5),
  })
  .map(({ orgId, visibility, infra, addOn, free }) => {
    const own = visibility === 'private' ? 0n : addOn;
    return {
      id: 'agent',
      object: 'agent',
      name: 'Agent',
      modelId: 'model',
      orgId,
      visibility,
      infra,
      addOn: own,
      total: infra + own,
      freeMessages: free,
      version: 7,
      updatedAt: '2026-01-01T00:00:00.000Z',
    } satisfies Agent;
  });

type Facts = ChargeFacts & { agent: Agent; quoted: QuotedPrice | undefined };

const facts: fc.Arbitrary<Facts> = fc
  .record({
    agent,
    orgId: fc.option(name, { nil: undefined }),
    quoted: fc.option(fc.record({ infra: amount, addOn: amount, version: fc.nat(9) }), { nil: undefined }),
    balance: fc.bigInt({ min: -(10n ** 15n), max: 4n * 10n ** 15n }),
    freeUsed: fc.nat(7),
    budget: fc.option(
      fc.record({ limit: amount, spent: amount, startMs: fc.constant(0), resetsMs: fc.constant(86_400_000) }),
      {
        nil: undefined,
      },
    ),
  })
  .map((given) => ({
    ...given,
    agentId: 'agent',
    wallet: given.orgId === undefined ? 'user:someone' : `org:${given.orgId}`,
  }));

/** Runs a check on the terms of every case that is charged. */
const forCharged = (check: (terms: ChargeTerms, given: Facts) => void) =>
  fc.assert(
    fc.property(facts, (given) => {
      const decided = decide(given);
      if (!(decided instanceof Problem)) check(decided, given);
    }),
    { numRuns: 2_000 },
  );

describe('the decision of a charge', () => {
  test('parts sum to the total', () => forCharged((terms) => expect(terms.infra + terms.addOn).toBe(terms.amount)));

  test('creator + platform = add-on, and the creator has 70 % rounded down', () =>
    forCharged((terms) => {
      expect(terms.creatorShare + terms.platformShare).toBe(terms.addOn);
      expect(terms.creatorShare).toBe((terms.addOn * 70n) / 100n);
    }));

  test('nothing is negative', () =>
    forCharged((terms) => {
      for (const part of [
        terms.infra,
        terms.addOn,
        terms.creatorShare,
        terms.platformShare,
        terms.waived.infra,
        terms.waived.addOn,
      ]) {
        expect(part >= 0n).toBe(true);
      }
      expect(terms.freeRemaining).toBeGreaterThanOrEqual(0);
    }));

  test('a free message never charges and says what it would have cost', () =>
    forCharged((terms, { agent, freeUsed }) => {
      expect(terms.free).toBe(freeUsed < agent.freeMessages);
      expect(terms.free ? terms.amount : totalOf(terms.waived)).toBe(0n);
      if (terms.free) expect(terms.freeRemaining).toBe(agent.freeMessages - freeUsed - 1);
    }));

  test("a creator's own organization pays no add-on", () =>
    forCharged((terms, { agent, orgId }) => {
      if (orgId === agent.orgId) expect(terms.addOn + terms.waived.addOn).toBe(0n);
    }));

  test('a private agent has no add-on, even where a quote of its public days says so', () =>
    forCharged((terms, { agent }) => {
      if (agent.visibility === 'private') expect(terms.addOn + terms.waived.addOn).toBe(0n);
    }));

  test('a charge never costs more than its quote says, nor without one more than the agent does', () =>
    forCharged((terms, { agent, quoted }) => {
      const promised = totalOf(quoted ?? agent);
      expect(terms.amount <= promised).toBe(true);
      expect(terms.version).toBe(quoted?.version ?? agent.version);
    }));

  test('it is charged exactly when the wallet can pay, and a refusal says what is missing', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const decided = decide(given);
        if (!(decided instanceof Problem)) {
          expect(decided.amount === 0n || given.balance >= decided.amount).toBe(true);
          return;
        }
        if (decided.code === 'not_a_member') {
          expect(given.agent.visibility).toBe('private');
          expect(given.orgId).not.toBe(given.agent.orgId);
          return;
        }
        if (decided.code === 'budget_exceeded') {
          expect(given.budget).toBeDefined();
          return;
        }
        expect(decided.code).toBe(given.balance < 0n ? 'wallet_in_debt' : 'insufficient_credits');
        const richer = decide({ ...given, balance: 10n ** 18n });
        expect(richer instanceof Problem ? undefined : richer.amount > given.balance).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('what is charged never passes the budget, and what is free needs none', () =>
    forCharged((terms, { budget }) => {
      if (budget && terms.amount > 0n) expect(budget.spent + terms.amount <= budget.limit).toBe(true);
    }));

  test('an unknown agent and a bad quote are refused by their own names', () => {
    const base = {
      agentId: 'gone',
      orgId: undefined,
      wallet: 'user:x',
      balance: 0n,
      freeUsed: 0,
      quoted: undefined,
      budget: undefined,
    };
    expect(decide({ ...base, agent: undefined })).toMatchObject({ code: 'agent_not_found' });
    const expired = new Problem('quote_expired', 'late', { expiredAt: '2026-01-01T00:00:00.000Z' });
    fc.assert(
      fc.property(facts, (given) => {
        if (given.agent.visibility === 'private') return;
        expect(decide({ ...given, quoted: expired })).toBe(expired);
      }),
    );
  });
});

describe('the postings of a charge', () => {
  const sumOf = (postings: readonly { amount: bigint }[]) =>
    postings.reduce((sum, posting) => sum + posting.amount, 0n);
  const on = (postings: readonly { account: string; amount: bigint }[], prefix: string) =>
    sumOf(postings.filter(({ account }) => account.startsWith(prefix)));

  const amounts: fc.Arbitrary<ChargeAmounts> = fc
    .record({ infra: amount, addOn: amount, free: fc.boolean(), org: name })
    .map(({ infra, addOn, free, org }) => {
      const paid = free ? 0n : addOn;
      const { creator, platform } = splitAddOn(paid);
      return {
        wallet: `org:${org}`,
        lane: 3,
        earningOrg: 'studio',
        amount: free ? 0n : infra + addOn,
        infra: free ? 0n : infra,
        creatorShare: creator,
        platformShare: platform,
        free,
        waivedInfra: free ? infra : 0n,
      };
    });
  const standing = fc.record({ pending: amount, available: amount });

  test('every ending sums to zero', () =>
    fc.assert(
      fc.property(amounts, standing, (charge, from) => {
        for (const postings of [
          chargePostings(charge),
          holdPostings(charge),
          capturePostings(charge),
          releasePostings(charge),
          refundPostings(charge, from),
        ]) {
          expect(sumOf(postings)).toBe(0n);
        }
      }),
    ));

  test('hold + capture moves what a charge moves; hold + release moves nothing', () =>
    fc.assert(
      fc.property(amounts, (charge) => {
        const held = [...holdPostings(charge), ...capturePostings(charge)];
        for (const prefix of ['wallet:', 'held:', 'earnings:', 'platform:infra', 'platform:market', 'platform:free']) {
          expect(on(held, prefix)).toBe(on(chargePostings(charge), prefix));
          expect(on([...holdPostings(charge), ...releasePostings(charge)], prefix)).toBe(0n);
        }
      }),
    ));

  test('a refund gives the payer everything back, takes no more from earnings than they hold, and the platform bears the rest', () =>
    fc.assert(
      fc.property(amounts, standing, (charge, from) => {
        const postings = refundPostings(charge, from);
        expect(on(postings, 'wallet:')).toBe(charge.amount);
        const pending = -on(
          postings.filter(({ account }) => account.endsWith(':pending')),
          'earnings:',
        );
        const available = -on(
          postings.filter(({ account }) => account.endsWith(':available')),
          'earnings:',
        );
        expect(pending <= from.pending && available <= from.available).toBe(true);
        expect(pending + available - on(postings, 'platform:dispute_loss')).toBe(charge.creatorShare);
        if (from.pending >= charge.creatorShare) expect(pending).toBe(charge.creatorShare);
      }),
    ));

  test('an affordable number of messages is never one too many', () =>
    fc.assert(
      fc.property(amount, amount, (balance, total) => {
        const messages = messagesAffordable(balance, total);
        if (total === 0n) expect(messages).toBeUndefined();
        else expect((messages ?? 0n) * total <= balance && ((messages ?? 0n) + 1n) * total > balance).toBe(true);
      }),
    ));
});
