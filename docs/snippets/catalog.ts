import { type Kopai, parseCredits } from '@kopai/sdk';

// #region catalog
/** A model has a price per message; an agent runs on a model, and its creator may add to the price. */
export async function fillCatalog(kopai: Kopai): Promise<void> {
  await kopai.models.put('deepthought-1', { name: 'Deepthought 1', infra: parseCredits('2.5') });
  await kopai.agents.put('tax-helper', {
    name: 'Tax Helper',
    modelId: 'deepthought-1',
    orgId: 'studio', // Who earns the add-on.
    visibility: 'public',
    addOn: parseCredits('4.5'),
    freeMessages: 1, // Per user, for life.
  });
}
// #endregion catalog

// #region pricing
/** What a creator may do from a page: change the add-on of their own agent. It makes a new version of the price. */
export async function raisePrice(page: Kopai): Promise<number> {
  const agent = await page.agents.setPricing('tax-helper', { addOn: parseCredits('5') });
  return agent.version;
}
// #endregion pricing
