import 'axe-core/axe.js';
import type { AxeResults, RunOptions } from 'axe-core';

declare const axe: { run(root: Element, options: RunOptions): Promise<AxeResults> };

/** WCAG 2.2 A and AA, and axe's own best practices; a bare test page has no landmarks or headings to judge. */
const options: RunOptions = {
  resultTypes: ['violations'],
  rules: { region: { enabled: false }, 'heading-order': { enabled: false } },
};

/** Fails with what axe finds wrong in an element as it is now, its shadow included. */
export async function accessible(element: Element): Promise<void> {
  // A colour on its way to another is neither; the longest transition of ours takes 120 ms.
  await new Promise((resolve) => setTimeout(resolve, 200));
  const { violations } = await axe.run(element, options);
  if (violations.length === 0) return;
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${target.join(' ')}\n  ${failureSummary}`),
  );
  throw new Error(found.join('\n'));
}
