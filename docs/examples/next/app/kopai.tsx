// #region client
'use client';

import { KopaiCostBadge, KopaiProvider, KopaiWallet } from '@kopai/react';
import type { ReactNode } from 'react';
import { fetchSession } from '../../fetch-session.ts';

/** What is interactive runs in the browser; on the server it is the text inside. */
export function Kopai({ children }: { children: ReactNode }) {
  return (
    <KopaiProvider baseUrl="https://credits.example.com" fetchSession={fetchSession}>
      {children}
    </KopaiProvider>
  );
}

export function AgentCard({ agent, name, price }: { agent: string; name: string; price: string }) {
  return (
    <article className="card">
      <h2>{name}</h2>
      <KopaiCostBadge agent={agent} details>
        {price}
      </KopaiCostBadge>
    </article>
  );
}

export const MyWallet = () => <KopaiWallet wallet="me" />;
// #endregion client
