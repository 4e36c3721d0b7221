import { fullWallet, mockFetch } from '@kopai/mocks';
import { expect } from 'chai';
import { clear, comeBackFrom, find, inside, pause, stage, textOf, until } from '../../test/stage.ts';
import type { KopaiErrorEvent } from '../events/error.ts';

declare global {
  interface Window {
    taken: string | undefined;
  }
}

const markup = `"><img src=x onerror="window.taken='name'"><script>window.taken='script'</script>{{7*7}}`;
const url = 'javascript:window.taken=%27url%27';

/** Members of answers that hold what somebody wrote, or where somebody leads. */
const written = /^(name|agentName|reason|lastFailure|failure|disabledReason|title|detail|userId|requirementsDue)$/;
const leading = /^(receiptUrl|actionUrl|checkoutUrl|url)$/;

/** An answer as a hostile tenant, or a server that was taken over, would have it. */
function poisoned(value: unknown, key = ''): unknown {
  if (typeof value === 'string' || value === null) {
    if (leading.test(key)) return url;
    return typeof value === 'string' && written.test(key) ? markup : value;
  }
  if (Array.isArray(value)) return value.map((item) => poisoned(item, key));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, poisoned(inner, name)]));
}

/** Everything on the page, what is in shadows too. */
const everything = (root: ParentNode): Element[] =>
  [...root.querySelectorAll('*')].flatMap((element) => [
    element,
    ...(element.shadowRoot ? everything(element.shadowRoot) : []),
  ]);

describe('what hostile tenants write', () => {
  afterEach(() => {
    clear();
    window.taken = undefined;
  });

  it('is text, and leads nowhere, under Trusted Types', async () => {
    const world = fullWallet();
    world.adjust('user:alice', 1_000_000n, 'A reason');
    const terms = { enabled: true, threshold: 5_000_000n, packId: 'starter', monthlyCap: 200_000_000n };
    world.autoTopups.put('user:alice', terms);
    world.autoTopups.set('user:alice', 'needs_action', { actionUrl: 'https://bank.invalid/', lastFailure: 'declined' });
    const [pack] = world.catalog.packs;
    if (!pack) throw new Error('there is no pack');
    const urls = { successUrl: 'https://page.invalid/', cancelUrl: 'https://page.invalid/' };
    const topup = world.topups.create({ wallet: 'user:alice', pack, ...urls });
    world.pay(topup.id);
    comeBackFrom(topup.id);
    const { provider } = stage(
      world,
      `<kopai-cost-badge agent="language-tutor"></kopai-cost-badge>
       <kopai-topup></kopai-topup><kopai-transactions></kopai-transactions><kopai-auto-topup></kopai-auto-topup>
       <kopai-plan></kopai-plan><kopai-earnings wallet="org:acme"></kopai-earnings>
       <kopai-budgets wallet="org:acme"></kopai-budgets><kopai-wallet></kopai-wallet>`,
    );
    const inWorld = mockFetch(world);
    provider.fetch = async (input, init) => {
      const answer = await inWorld(new Request(input, init));
      if (!answer.headers.get('Content-Type')?.includes('json')) return answer;
      return new Response(JSON.stringify(poisoned(await answer.json())), answer);
    };
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
    // From here on nothing on this page may become markup unless a policy of that name made it; there is no way back, so this is one test.
    const policy = document.createElement('meta');
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content = "require-trusted-types-for 'script'; trusted-types lit-html";
    document.head.append(policy);
    expect(() => {
      document.createElement('p').innerHTML = '<b>not enforced</b>';
    }).to.throw(TypeError);

    const history = find('kopai-transactions');
    await until('the history', () => (history.shadowRoot?.querySelectorAll('tbody tr').length ?? 0) > 5);
    await until('the plans', () => textOf(find('kopai-plan')).includes('onerror'));
    await until('the way to confirm', () => textOf(find('kopai-auto-topup')).includes('onerror'));
    await until('the receipt', () => find('kopai-topup').shadowRoot?.querySelector('.mark.paid') !== null);
    await pause(200);
    expect(textOf(history)).to.include('<img src=x onerror=');
    const all = everything(provider);
    expect(all.filter(({ localName }) => localName === 'img' || localName === 'script')).to.deep.equal([]);
    const links = all.filter((element) => element.matches('[href], [src], [action], [formaction], [srcdoc]'));
    for (const link of links) expect(link.outerHTML).not.to.match(/javascript:/i);
    expect(all.flatMap((element) => element.getAttributeNames()).filter((name) => name.startsWith('on'))).to.deep.equal(
      [],
    );

    // What asks to leave for such a place is refused, and says so.
    const here = location.href;
    const plan = find('kopai-plan');
    const refused = new Promise<Event>((resolve) => plan.addEventListener('kopai-error', resolve, { once: true }));
    inside(plan, '[part=upgrade]').click();
    expect(((await refused) as KopaiErrorEvent).error).to.be.instanceOf(RangeError);
    await pause(100);
    expect(location.href).to.equal(here);
    expect(window.taken).to.equal(undefined);
    expect(violations, 'the one above, and no other').to.deep.equal(['require-trusted-types-for']);
  });
});
