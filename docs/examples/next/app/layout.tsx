import type { ReactNode } from 'react';
import { Kopai } from './kopai.tsx';

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <title>Agents</title>
      </head>
      <body>
        <Kopai>{children}</Kopai>
      </body>
    </html>
  );
}
