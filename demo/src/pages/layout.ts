import { type Html, html } from '../html/html.ts';
import { icon } from '../html/icon.ts';
import { homeOrg, walletOf } from '../visitors.ts';
import { balancePill, contextMenu, personaMenu, walletPath } from './account-menus.ts';
import type { Scene } from './scene.ts';
import { simulationButton, simulationPanel } from './simulation-panel.ts';

export interface PageParts {
  readonly title: string;
  /** The browser module of the page, a file of `src/browser/` without its ending. */
  readonly script: 'marketplace' | 'agent' | 'wallet' | 'knowledge' | 'site';
  /** The style sheet of the page, a file of `src/assets/styles/` without its ending. */
  readonly styles: 'marketplace' | 'agent' | 'settings';
  readonly main: Html;
}

type Section = readonly [path: string, name: string, belongs: RegExp];

const sectionsOf = ({ visitor }: Scene): readonly Section[] => [
  ['/', 'Marketplace', /^\/($|agents\/)/],
  ['/settings/billing', 'Settings', /^\/settings\//],
  [walletPath(homeOrg(visitor.persona)), 'Org', /^\/orgs\//],
];

/** The page around every page. */
export function layout(scene: Scene, { title, script, styles, main }: PageParts): string {
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
<link rel="stylesheet" href="/assets/styles/${styles}.css">
${scene.simulation && html`<link rel="stylesheet" href="/assets/styles/simulation.css">`}
<script type="module" src="/assets/${script}.js"></script>
</head>
<body data-kopai="${scene.kopaiUrl}" data-wallet="${walletOf(visitor)}" data-user="${visitor.persona?.id}" data-stripe-js="${scene.stripeJs}">
<a class="skip" href="#main">Skip to content</a>
<header class="top">
<div class="top-row">
<a class="brand" href="/"><span class="mark">${icon('square-3-stack-3d')}</span>Kopai</a>
<div class="sections"><nav aria-label="Main">${sectionsOf(scene).map((section) => sectionLink(section, scene.path))}</nav>
${simulationButton(scene)}</div>
<div class="account">${visitor.persona && [contextMenu(scene), balancePill(scene)]}${personaMenu(scene)}</div>
</div>
${simulationPanel(scene)}
</header>
<main id="main">${main}</main>
${script !== 'agent' && guideLinks(scene)}
</body>
</html>`.text;
}

/** Where what is seen here is explained. A conversation has no room for it. */
const guideLinks = ({ kopaiUrl }: Scene): Html =>
  html`<footer class="foot"><a href="${kopaiUrl}/docs/guide/">Guide</a><a href="${kopaiUrl}/docs">API</a></footer>`;

function sectionLink([path, name, belongs]: Section, current: string): Html {
  const state = belongs.test(current) ? html` aria-current="page"` : undefined;
  return html`<a href="${path}"${state}>${name}</a>`;
}
