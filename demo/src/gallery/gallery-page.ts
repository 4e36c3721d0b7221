import { type Html, html } from '../html/html.ts';
import type { GalleryGroup } from './state.ts';
import { groups } from './states.ts';
import { type Choice, choices } from './view.ts';

/** Every element in every state: the index, and the place where the page's script puts the one that is looked at. */
export function galleryPage(): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gallery · Kopai</title>
<link rel="icon" href="/assets/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/styles/gallery.css">
<script type="module" src="/assets/gallery.js"></script>
</head>
<body>
<a class="skip" href="#state">Skip to the state</a>
<aside>
<p class="brand"><a class="home" href="/">Kopai</a> <span>Gallery</span></p>
<nav aria-label="States">${groups.map(group)}<section><h2>Measured</h2><ul><li><a href="/gallery/badges">500 badges</a></li></ul></section></nav>
</aside>
<main id="state">
<header>
<p class="group" data-group></p>
<h1 data-title></h1>
<p class="when" data-when></p>
</header>
<form class="choices" aria-label="How it is shown">${Object.keys(choices).map((kind) => choice(kind as Choice))}</form>
<div class="room" data-room><div class="stage" data-stage="busy"></div></div>
<h2 class="code-title">The code</h2>
<pre tabindex="0" aria-label="The code"><code data-code></code></pre>
</main>
</body>
</html>`.text;
}

const group = ({ title, states }: GalleryGroup): Html =>
  html`<section><h2>${title}</h2><ul>${states.map(
    ({ id, title: name }) => html`<li><a href="/gallery?state=${id}" data-state="${id}">${name}</a></li>`,
  )}</ul></section>`;

const labels: Readonly<Record<Choice, string>> = {
  theme: 'Theme',
  scheme: 'Scheme',
  dir: 'Direction',
  lang: 'Language',
  width: 'Width',
  delay: 'Answers after, ms',
};

const choice = (kind: Choice): Html =>
  html`<label>${labels[kind]}<select name="${kind}">${choices[kind].map(
    (value) => html`<option>${value}</option>`,
  )}</select></label>`;
