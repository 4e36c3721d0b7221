import { hydrateRoot } from 'react-dom/client';
import { AgentCard, Kopai, MyWallet } from '../../examples/next/app/kopai.tsx';

/** What a server knew when it rendered the page. */
export interface Card {
  readonly id: string;
  readonly name: string;
  readonly price: string;
}

// What the framework does in the browser: the same tree over the server's markup, from data that came along.
const root = document.querySelector('#root');
const data = document.querySelector('#data')?.textContent;
if (root && data) {
  const cards: readonly Card[] = JSON.parse(data);
  hydrateRoot(
    root,
    <Kopai>
      <main>
        {cards.map(({ id, name, price }) => (
          <AgentCard key={id} agent={id} name={name} price={price} />
        ))}
        <MyWallet />
      </main>
    </Kopai>,
    { onRecoverableError: (error) => console.error(`hydration: ${error}`) },
  );
}
