// #region page
import { formatCredits, Kopai } from '@kopai/sdk';
import { AgentCard, MyWallet } from './kopai.tsx';

const agents = [
  { id: 'tax-helper', name: 'Tax helper' },
  { id: 'brand-voice', name: 'Brand voice' },
];

/** A server component: prices are public, so the page is right before any script has run. */
export default async function Page() {
  const kopai = new Kopai({ baseUrl: 'https://credits.example.com' });
  const { data } = await kopai.quotes.list({ agent: agents.map(({ id }) => id) });
  const priceOf = (id: string) => {
    const quote = data.find(({ agentId }) => agentId === id);
    return quote ? `${formatCredits(quote.total)} credits / message` : '';
  };
  return (
    <main>
      {agents.map(({ id, name }) => (
        <AgentCard key={id} agent={id} name={name} price={priceOf(id)} />
      ))}
      <MyWallet />
    </main>
  );
}
// #endregion page
