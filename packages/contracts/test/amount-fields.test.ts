import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { amountFields, decodeAmounts, encodeAmounts } from '../src/amount-fields.ts';
import { endpoints } from '../src/endpoints.ts';
import { signedAmount } from '../src/fields.ts';
import type { ProblemMembers } from '../src/problems.ts';
import { type EndpointName, routes } from '../src/routes.ts';

type Json = Record<string, unknown>;

const wireForm = (schema: z.ZodMiniType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;

const amountPattern = wireForm(signedAmount).pattern;

/** Every string in a schema with the name of the member that holds it; an item of a list has no name. */
function* stringsIn(schema: Json, definitions: Json, name = ''): Generator<{ name: string; isAmount: boolean }> {
  if (typeof schema.$ref === 'string') {
    yield* stringsIn(definitions[schema.$ref.replace('#/$defs/', '')] as Json, definitions, name);
  }
  for (const option of (schema.anyOf ?? []) as Json[]) yield* stringsIn(option, definitions, name);
  for (const [member, value] of Object.entries((schema.properties ?? {}) as Json)) {
    yield* stringsIn(value as Json, definitions, member);
  }
  if (schema.items) yield* stringsIn(schema.items as Json, definitions);
  if (schema.type === 'string') yield { name, isAmount: schema.pattern === amountPattern };
}

test.each(Object.keys(routes) as EndpointName[])(
  'the amounts in the reply of %s are known by name, and nothing else is',
  (name) => {
    const schema = wireForm(endpoints[name].reply);
    const strings = [...stringsIn(schema, (schema.$defs ?? {}) as Json)];
    expect(strings.length).toBeGreaterThan(0);
    expect(strings.filter((string) => string.isAmount !== amountFields.has(string.name))).toEqual([]);
  },
);

test('the amounts in the members of a problem are known by name, and nothing else is', () => {
  const members: { readonly [Code in keyof ProblemMembers]: ProblemMembers[Code] } = {
    invalid_request: { errors: [{ path: 'body', message: 'is missing' }] },
    private_agent_add_on: { agentId: 'tutor' },
    insufficient_credits: { wallet: 'user:alice', balance: 0n, required: 1n },
    insufficient_earnings: { wallet: 'org:acme', available: 1n, required: 2n },
    payout_below_minimum: { minimum: 1n },
    wallet_in_debt: { wallet: 'user:alice', balance: -1n, debt: 1n },
    budget_exceeded: { wallet: 'org:acme', limit: 2n, spent: 1n, required: 2n, resetsAt: '2026-01-01T00:00:00.000Z' },
    scope_missing: { scope: 'topup' },
    quote_expired: { expiredAt: '2026-01-01T00:00:00.000Z' },
    charge_not_held: { chargeStatus: 'captured' },
    charge_not_refundable: { chargeStatus: 'held' },
    return_url_not_allowed: { field: 'successUrl' },
  };
  for (const [name, value] of Object.values(members).flatMap((member) => Object.entries(member))) {
    expect([name, amountFields.has(name)]).toEqual([name, typeof value === 'bigint']);
  }
  expect(decodeAmounts(JSON.parse(JSON.stringify(encodeAmounts(members))))).toEqual(members);
});

test('a client without schemas reads what the schemas write', () => {
  const { reply } = endpoints['wallets.get'];
  const state = {
    object: 'wallet' as const,
    id: 'org:acme',
    balance: -1_500_000n,
    held: 1n,
    available: 0n,
    debt: 1_500_000n,
    plan: 'pro',
    lowBalance: true,
    autoTopup: { enabled: true, threshold: 10_000_000n, packId: 'pro', monthlyCap: 0n },
    seq: 3,
  };
  const wire = z.encode(reply, state);
  expect(wire).toEqual(encodeAmounts(state));
  expect(decodeAmounts(wire)).toEqual(state);
});

test('amounts survive wherever they stand, and everything else is left alone', () => {
  const leaf = fc.oneof(fc.boolean(), fc.integer(), fc.constant(null), fc.string());
  const other = fc.string().filter((name) => !amountFields.has(name));
  const value = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(other, tie('tree'), { maxKeys: 3 }),
      fc.dictionary(fc.constantFrom(...amountFields), fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), {
        maxKeys: 3,
      }),
    ),
  })).tree;
  fc.assert(
    fc.property(value, (tree) => {
      expect(decodeAmounts(JSON.parse(JSON.stringify(encodeAmounts(tree))))).toEqual(
        JSON.parse(JSON.stringify(tree, plain), alive),
      );
    }),
  );
});

/** JSON knows no `bigint` and no difference between 0 and -0, so the expectation takes the same way by another road. */
const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? { bigint: String(value) } : value);
const alive = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && 'bigint' in value ? BigInt(String(value.bigint)) : value;
