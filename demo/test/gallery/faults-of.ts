import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** WCAG 2.2 A and AA and axe's own best practices, of what stands on the stage; the page around it is not the element's. */
export async function axeFaultsOf(page: Page, selector: string, rules?: readonly string[]): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(
    async ([selector, rules]) => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      const { violations } = await axe.run(selector, {
        resultTypes: ['violations'],
        ...(rules
          ? { runOnly: { type: 'rule', values: [...rules] } }
          : { rules: { 'heading-order': { enabled: false } } }),
      });
      return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `axe ${id}: ${target.join(' ')}`));
    },
    [selector, rules] as const,
  );
}

/** What does not fit: an element that is wider than the room it has, in any shadow tree, unless it is made to scroll. */
export function overflowsOf(page: Page, selector: string): Promise<readonly string[]> {
  return page.evaluate((selector) => {
    const faults: string[] = [];
    const look = (root: ParentNode): void => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) look(element.shadowRoot);
        const { overflowX, position, display } = getComputedStyle(element);
        const isHidden = position === 'absolute' && element.clientWidth <= 1;
        // A badge's panel stands beyond it on purpose; the stage is what it has to fit.
        if (element.localName === 'kopai-cost-badge') continue;
        if (/auto|scroll/.test(overflowX) || isHidden || display === 'inline' || element.closest('svg')) continue;
        const beyond = element.scrollWidth - element.clientWidth;
        if (element.clientWidth > 0 && beyond > 1) {
          faults.push(`<${element.localName} class="${element.className}"> is ${beyond} pixels too wide`);
        }
      }
    };
    const stage = document.querySelector(selector);
    if (!stage) throw new Error(`there is no ${selector}`);
    look(stage);
    if (stage.scrollWidth > stage.clientWidth) faults.push('the stage overflows');
    return faults;
  }, selector);
}
