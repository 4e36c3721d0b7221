import { type Html, html } from '../html/html.ts';
import { icon } from '../html/icon.ts';
import { walletOf } from '../visitors.ts';
import { balancePill, contextMenu, personaMenu } from './account-menus.ts';
import type { Scene } from './scene.ts';

export interface PageParts {
  readonly title: string;
  /** The browser module of the page, a file of `src/browser/` without its ending. */
  readonly script: 'marketplace' | 'agent' | 'wallet' | 'site';
  readonly main: Html;
}

const sections: readonly (readonly [path: string, name: string, belongs: RegExp])[] = [
  ['/', 'Marketplace', /^\/($|agents\/)/],
  ['/settings/billing', 'Settings', /^\/settings\//],
  ['/orgs/acme/wallet', 'Org', /^\/orgs\//],
];

/** The page around every page. */
export function layout(scene: Scene, { title, script, main }: PageParts): string {
  const { visitor } = scene;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Kopai</title>
<link rel="icon" href="/assets/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/styles/site.css">
<link rel="stylesheet" href="/assets/styles/${script === 'site' ? 'marketplace' : script}.css">
<script type="module" src="/assets/${script}.js"></script>
</head>
<body data-kopai="${scene.kopaiUrl}" data-wallet="${walletOf(visitor)}" data-user="${visitor.persona?.id}">
<a class="skip" href="#main">Skip to content</a>
<header class="top">
<div class="top-row">
<a class="brand" href="/"><span class="mark">${icon('square-3-stack-3d')}</span>Kopai</a>
<nav class="sections" aria-label="Main">${sections.map((section) => sectionLink(section, scene.path))}</nav>
<div class="account">${visitor.persona && [contextMenu(scene), balancePill(scene)]}${personaMenu(scene)}</div>
</div>
</header>
<main id="main">${main}</main>
</body>
</html>`.text;
}

function sectionLink([path, name, belongs]: (typeof sections)[number], current: string): Html {
  const state = belongs.test(current) ? html` aria-current="page"` : undefined;
  return html`<a href="${path}"${state}>${name}</a>`;
}
