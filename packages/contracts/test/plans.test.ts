import { expect, test } from 'vitest';
import { judgeFeature } from '../src/plans.ts';

const features = { chat: true, webSearch: false, knowledgeBasePdf: { quantity: 1, bytes: 2_000 } };

test('what nobody has heard of is not allowed, nor what an object inherits', () => {
  for (const feature of ['teleport', 'constructor', '__proto__', '']) {
    expect(judgeFeature(features, { feature })).toEqual({ allowed: false, reason: 'unknown_feature' });
  }
});

test('a feature is there, or it is not', () => {
  expect(judgeFeature(features, { feature: 'chat', quantity: 1_000, bytes: 1e9 })).toEqual({ allowed: true });
  expect(judgeFeature(features, { feature: 'webSearch' })).toEqual({ allowed: false, reason: 'not_in_plan' });
});

test('a limited one is there up to its number, and each up to its size', () => {
  const limit = { quantity: 1, bytes: 2_000 };
  const judge = (quantity?: number, bytes?: number) =>
    judgeFeature(features, { feature: 'knowledgeBasePdf', quantity, bytes });
  expect(judge()).toEqual({ allowed: true, limit });
  expect(judge(1, 2_000)).toEqual({ allowed: true, limit });
  expect(judge(2, 1)).toEqual({ allowed: false, reason: 'quantity_exceeded', limit });
  expect(judge(1, 2_001)).toEqual({ allowed: false, reason: 'bytes_exceeded', limit });
});
