import { type Html, html } from './html.ts';
import type { Page } from './page.ts';

interface Layout {
  readonly title: string;
  readonly body: Html;
  readonly framed: boolean;
  readonly status?: number;
}

/** A whole document. Every one of them says that it is a simulation. */
export function layout({ title, body, framed, status = 200 }: Layout): Page {
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · simulated payment</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/_sim/assets/page.css">
</head>
<body class="${framed ? 'framed' : 'whole'}">
<p class="banner" role="note"><strong>Simulation</strong> No money moves and no card is read.</p>
${body}
<footer>Stripe simulator. Not Stripe, not affiliated with Stripe.</footer>
${framed && html`<script src="/_sim/assets/embed.js"></script>`}
</body>
</html>
`;
  return { status, html: document.text, framed };
}
