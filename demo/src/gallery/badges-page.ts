import { type Html, html } from '../html/html.ts';
import { type BadgeCard, cards, fallbackOf } from './badge-cards.ts';

/** 500 agents on one page, with prices in the HTML, and what they ask of a browser and of a server, counted. */
export function badgesPage(): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>500 badges · Gallery · Kopai</title>
<link rel="icon" href="/assets/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/styles/gallery.css">
<script type="module" src="/assets/gallery-badges.js"></script>
</head>
<body class="counting">
<main>
<header><p class="group"><a href="/gallery">Gallery</a></p><h1>500 badges</h1>
<p class="when">One page, one client: what it asked for so far. Scroll, and look again. <output data-balance></output></p></header>
<table class="counts"><caption>Counted on this page</caption><tbody data-counts></tbody></table>
<ul class="cards">${cards.map(card)}</ul>
<kopai-wallet no-topup no-plan></kopai-wallet>
</main>
</body>
</html>`.text;
}

const card = (badge: BadgeCard): Html =>
  html`<li><h2>${badge.name}</h2><kopai-cost-badge agent="${badge.agentId}">${fallbackOf(badge)}</kopai-cost-badge></li>`;
