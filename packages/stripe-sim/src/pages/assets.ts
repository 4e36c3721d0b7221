/** The one style sheet of the pages: light and dark, phone and desktop, no font and no image from anywhere else. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --page: light-dark(#ffffff, #0e1013);
  --side: light-dark(#f4f3ef, #16191d);
  --panel: light-dark(#ffffff, #16191d);
  --text: light-dark(#16181d, #eceef1);
  --quiet: light-dark(#5b616c, #a0a7b3);
  --line: light-dark(#dddcd6, #2c3138);
  --accent: light-dark(#0e6e66, #2fb3a6);
  --on-accent: light-dark(#ffffff, #06201d);
  --bad: light-dark(#a3281f, #ff9a8f);
  --bad-ground: light-dark(#fdeeec, #34191a);
  --note: light-dark(#5f4300, #f3d48a);
  --note-ground: light-dark(#fdf1d3, #33280c);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
*, ::before, ::after { box-sizing: border-box; }
body { margin: 0; min-height: 100dvh; display: flex; flex-direction: column; background: var(--page); color: var(--text); }
h1, h2, p, ul, dl, dd, fieldset { margin: 0; padding: 0; border: 0; }
button, input { font: inherit; color: inherit; }
button { cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

.banner { background: var(--note-ground); color: var(--note); text-align: center; padding: .5rem 1rem; font-size: .875rem; text-wrap: balance; }
.banner strong { margin-right: .375rem; }
footer { margin-top: auto; color: var(--quiet); font-size: .75rem; text-align: center; padding: 1rem; }
.framed { min-height: 0; }
.framed footer { padding: .75rem; }

.checkout { flex: 1; display: grid; grid-template-columns: minmax(0, 1fr); }
.summary { background: var(--side); padding: 1.5rem 1.25rem 1.75rem; }
.payment { padding: 1.75rem 1.25rem 1rem; }
.summary > *, .payment > * { max-width: 27rem; margin-inline: auto; }
.merchant { display: flex; align-items: center; gap: .625rem; margin-bottom: 1.5rem; font-weight: 600; }
.merchant .name, .item, .details, .known span { overflow-wrap: anywhere; min-width: 0; }
.back { display: grid; place-items: center; width: 2rem; height: 2rem; margin-left: -.5rem; border: 0; border-radius: 50%; background: none; color: var(--quiet); }
.back:hover { background: var(--line); color: var(--text); }
.mark { flex: none; display: grid; place-items: center; width: 1.75rem; height: 1.75rem; border-radius: .5rem; background: var(--accent); color: var(--on-accent); font-size: .875rem; }
h1 .label { display: block; font-size: .9375rem; font-weight: 500; color: var(--quiet); overflow-wrap: anywhere; }
h1 .total { display: block; font-size: 2.375rem; line-height: 1.2; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.headline { display: block; font-size: 1.75rem; line-height: 1.2; letter-spacing: -.01em; overflow-wrap: anywhere; }
.due { margin-top: 1rem; color: var(--quiet); font-size: .875rem; }
.due summary { cursor: pointer; }
.due ul { margin-top: .5rem; padding-left: 1.25rem; overflow-wrap: anywhere; }
h1 small { font-size: 1rem; font-weight: 500; letter-spacing: 0; color: var(--quiet); }
.items { list-style: none; margin-top: 1.5rem; }
.items li, .sum { display: flex; justify-content: space-between; gap: 1rem; padding: .75rem 0; }
.items li + li { border-top: 1px solid var(--line); }
.item { font-weight: 500; }
.quantity, .details { color: var(--quiet); font-size: .875rem; }
.details { display: block; }
.price { flex: none; font-variant-numeric: tabular-nums; }
.sum { border-top: 1px solid var(--line); font-weight: 600; margin-block: 0; }

h2 { font-size: 1rem; font-weight: 600; margin: 1.5rem 0 .625rem; }
form > h2:first-child { margin-top: 0; }
.fields { display: grid; gap: .75rem; }
.fields label { display: grid; gap: .25rem; font-size: .875rem; color: var(--quiet); }
.fields input { width: 100%; padding: .625rem .75rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--panel); color: var(--text); font-size: 1rem; }
.known { display: flex; justify-content: space-between; gap: 1rem; padding: .625rem .75rem; border: 1px solid var(--line); border-radius: .5rem; }
.known span:first-child { color: var(--quiet); }
.card { display: grid; grid-template-columns: 1fr 1fr; border: 1px solid var(--line); border-radius: .5rem; background: var(--panel); }
.card > div { padding: .5rem .75rem; }
.card .number { grid-column: 1 / -1; border-bottom: 1px solid var(--line); }
.card > div:last-child { border-left: 1px solid var(--line); }
dt { font-size: .75rem; color: var(--quiet); }
.card dd { font-variant-numeric: tabular-nums; letter-spacing: .02em; }
.plan { padding: .875rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--panel); }
.plan + .plan { margin-top: .625rem; }
.plan .bad { color: var(--bad); }
.plan .secondary, .plan .primary { margin-top: .875rem; }
.portal > h2:first-child { margin-top: 0; }
.portal .facts { margin-top: 0; }
.portal .facts > div:first-child { border-top: 0; }
.choices.spaced { margin-top: .625rem; }
.hint { color: var(--quiet); font-size: .875rem; margin-top: .75rem; }
p.decline.above { margin-top: 1.25rem; margin-bottom: 0; color: var(--bad); }
.decline { margin-bottom: 1.25rem; padding: .75rem .875rem; border-radius: .5rem; background: var(--bad-ground); color: var(--bad); }

.primary, .secondary { display: block; width: 100%; margin-top: 1.25rem; padding: .75rem 1rem; border: 1px solid transparent; border-radius: .5rem; font-weight: 600; text-align: center; text-decoration: none; }
.primary { background: var(--accent); color: var(--on-accent); }
.primary:hover { background: color-mix(in oklab, var(--accent) 88%, black); }
.secondary { margin-top: .625rem; border-color: var(--line); background: none; color: inherit; }
h1 + .secondary { margin-top: 1.25rem; }
.secondary:hover, .choice:hover { border-color: var(--quiet); }
.others { margin-top: 1.75rem; min-width: 0; }
legend { padding: 0; margin-bottom: .625rem; font-size: .875rem; color: var(--quiet); }
.choices { display: grid; grid-template-columns: 1fr 1fr; gap: .625rem; }
.choice { display: flex; flex-direction: column; gap: .125rem; min-width: 0; padding: .625rem .75rem; border: 1px solid var(--line); border-radius: .5rem; background: none; text-align: left; }
.choice:last-child:nth-child(odd) { grid-column: 1 / -1; }
.choice strong { font-weight: 600; }
.choice span { color: var(--quiet); font-size: .8125rem; line-height: 1.35; overflow-wrap: anywhere; }

.single { flex: 1; display: grid; place-items: center; padding: 1.5rem 1.25rem; }
.whole .single, .whole .single + footer { background: var(--side); }
.panel { width: 100%; max-width: 25rem; padding: 1.75rem; border: 1px solid var(--line); border-radius: .875rem; background: var(--panel); }
.panel h1 { font-size: 1.5rem; line-height: 1.25; margin-bottom: .5rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.panel p { color: var(--quiet); overflow-wrap: anywhere; }
.panel p strong { color: var(--text); }
.panel .bank { display: flex; justify-content: space-between; gap: 1rem; margin-bottom: 1.5rem; padding-bottom: .875rem; border-bottom: 1px solid var(--line); font-size: .875rem; font-weight: 600; color: var(--text); }
.bank span { color: var(--quiet); font-weight: 400; min-width: 0; overflow-wrap: anywhere; }
.sign { display: grid; place-items: center; width: 2.5rem; height: 2.5rem; margin-bottom: 1rem; border-radius: 50%; font-weight: 700; background: var(--accent); color: var(--on-accent); }
.sign.bad { background: var(--bad-ground); color: var(--bad); }
.facts { margin-top: 1.25rem; }
.facts > div { display: flex; align-items: baseline; justify-content: space-between; gap: 1rem; padding: .5rem 0; border-top: 1px solid var(--line); }
.facts dt { font-size: .875rem; }
.facts dd { flex: none; }
.method { text-transform: capitalize; }
.facts a { color: var(--accent); font-weight: 500; overflow-wrap: anywhere; }

@media (min-width: 56rem) {
  .whole .checkout { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .whole .summary { padding: 4rem 3.5rem; }
  .whole .payment { padding: 4rem 3.5rem 2rem; }
  .whole .summary > *, .whole .payment > * { max-width: 25rem; }
  .whole .summary > * { margin-inline: auto 0; }
  .whole .payment > * { margin-inline: 0 auto; }
}
@media (forced-colors: active) {
  .primary, .choice, .secondary { border-color: ButtonBorder; }
}
`;

/**
 * Tells the page around a frame how high the frame wants to be, and that its session is complete. Without scripts the
 * frame works all the same, and its link leads on. What is sent is no secret of anyone: the frame's owner knows it.
 */
export const embedScript = `
const send = (message) => parent.postMessage({ source: 'stripe-sim', ...message }, '*');
new ResizeObserver(() => send({ event: 'resize', height: document.body.offsetHeight })).observe(document.body);
const completed = document.querySelector('[data-completed]');
if (completed) {
  const { completed: sessionId, returnUrl } = completed.dataset;
  send({ event: 'complete', sessionId, returnUrl: returnUrl || null });
}
`;
