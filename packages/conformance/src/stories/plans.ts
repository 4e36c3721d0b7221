import { expect } from 'vitest';
import type { Story } from '../stories.ts';

const urls = { successUrl: 'http://localhost:3000/paid', cancelUrl: 'http://localhost:3000/canceled' };
const returnUrl = 'http://localhost:3000/billing';

/** Plans: what each allows, and how one is bought. */
export const plans: Story = {
  title: 'plans',
  async play(stage) {
    const { backend, subject } = stage;
    const wallet = 'user:plans-ann';
    const ann = stage.page({ userId: 'plans-ann', orgs: [{ id: 'plans-acme', role: 'member' }] });
    stage.tell('Everybody has Free, and may see what Pro has.');
    await stage.anyone.plans.list();
    await ann.plans.entitlements('me');
    await stage.refused(ann.plans.entitlements('user:plans-bob'), 'wallet_forbidden');
    const check = (feature: string, use: { quantity?: number; bytes?: number } = {}) =>
      backend.plans.check({ wallet, feature, ...use });
    await check('chat');
    await check('webSearch');
    await check('timeTravel');
    await check('knowledgeBasePdf', { quantity: 1, bytes: 2 * 1024 * 1024 });
    await check('knowledgeBasePdf', { quantity: 2, bytes: 1 });
    await check('knowledgeBasePdf', { quantity: 1, bytes: 2 * 1024 * 1024 + 1 });

    stage.tell('Pro is bought at a checkout.');
    const order = { wallet: 'me', planId: 'pro', ...urls };
    await stage.refused(ann.plans.portal({ wallet: 'me', returnUrl }), 'not_subscribed');
    await stage.refused(ann.plans.subscribe({ ...order, planId: 'none' }), 'plan_not_found');
    await stage.refused(ann.plans.subscribe({ ...order, planId: 'free' }), 'plan_not_found');
    await stage.refused(ann.plans.subscribe({ ...order, wallet: 'org:plans-acme' }), 'role_required');
    await stage.refused(ann.plans.subscribe({ ...order, wallet: 'user:plans-bob' }), 'wallet_forbidden');
    await stage.refused(ann.plans.subscribe({ ...order, successUrl: 'https://evil.test/' }), 'return_url_not_allowed');
    const { checkoutUrl } = await ann.plans.subscribe(order, { idempotencyKey: 'plans-pro' });
    expect(checkoutUrl).toMatch(/^https?:/);
    await subject.payForPlan(wallet, checkoutUrl);
    expect(await backend.plans.entitlements(wallet)).toMatchObject({ planId: 'pro', status: 'active' });
    expect(await check('webSearch')).toMatchObject({ allowed: true });
    await stage.refused(ann.plans.subscribe(order), 'already_subscribed');

    stage.tell('It is managed in the portal.');
    expect((await ann.plans.portal({ wallet: 'me', returnUrl })).url).toMatch(/^https?:/);
    await stage.refused(ann.plans.portal({ wallet: 'org:plans-acme', returnUrl }), 'role_required');
    await stage.refused(ann.plans.portal({ wallet: 'user:plans-bob', returnUrl }), 'wallet_forbidden');
    await stage.refused(ann.plans.portal({ wallet: 'me', returnUrl: 'https://evil.test/' }), 'return_url_not_allowed');
  },
};
