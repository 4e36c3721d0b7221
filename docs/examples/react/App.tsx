// #region app
import { KopaiCostBadge, KopaiProvider, KopaiWallet } from '@kopai/react';
import { useState } from 'react';
import { fetchSession } from '../fetch-session.ts';

export function App() {
  const [thanks, setThanks] = useState('');
  return (
    <KopaiProvider baseUrl="https://credits.example.com" fetchSession={fetchSession}>
      <article className="card">
        <h2>Tax helper</h2>
        <p>Reads your receipts and fills in the forms.</p>
        <KopaiCostBadge agent="tax-helper" details>
          7 credits / message
        </KopaiCostBadge>
      </article>
      <KopaiWallet
        wallet="me"
        onKopaiTopupSuccess={({ topup }) => setThanks(`Thank you! Top-up ${topup.id} has landed.`)}
      />
      {thanks && <p id="thanks">{thanks}</p>}
    </KopaiProvider>
  );
}
// #endregion app
