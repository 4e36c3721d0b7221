// #region bare
import '@kopai/elements/cost-badge';
import '@kopai/react/jsx';

/** Elements without wrappers: the types come with `@kopai/react/jsx`. */
export const Price = ({ agent }: { agent: string }) => (
  <kopai-cost-badge agent={agent} details>
    7 credits / message
  </kopai-cost-badge>
);
// #endregion bare
