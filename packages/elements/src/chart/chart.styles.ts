import { css } from 'lit';

/** Its parts have their sizes before anything is loaded: nothing below it moves. */
export const chartStyles = css`
  .sum {
    font-size: 1.25rem;
    font-weight: 600;
    letter-spacing: -0.015em;
    line-height: 28px;
    min-block-size: 28px;
  }
  .sum .bone {
    inline-size: 8ch;
    block-size: 26px;
  }
  .about {
    min-block-size: 1.5em;
  }
  .plot,
  .nothing,
  .bone.plot {
    block-size: var(--kopai-chart-size, 112px);
    margin-block-start: calc(var(--u) * 3);
  }
  .plot {
    border-radius: 2px;
    cursor: crosshair;
    touch-action: pan-y;
  }
  svg {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    overflow: visible;
    border-block-end: 1px solid var(--line);
  }
  svg:dir(rtl) {
    scale: -1 1;
  }
  rect {
    fill: var(--kopai-chart-bar, color-mix(in srgb, var(--accent) 66%, var(--surface)));
    transition: fill 0.12s;
    transform-box: fill-box;
    transform-origin: bottom;
    animation: rise 0.4s cubic-bezier(0.2, 0.8, 0.2, 1) backwards;
  }
  @keyframes rise {
    from {
      scale: 1 0;
    }
  }
  rect.today {
    fill: var(--kopai-chart-today, var(--accent));
  }
  rect.looked {
    fill: var(--text);
  }
  rect.none {
    fill: var(--control);
    translate: 0 -1px;
    opacity: 0.5;
  }
  line {
    stroke: var(--control);
    stroke-dasharray: 2 4;
  }
  .ends {
    display: flex;
    justify-content: space-between;
    margin-block-start: var(--u);
    min-block-size: 1.5em;
  }
  .nothing {
    display: grid;
    place-items: center;
    border-block-end: 1px solid var(--line);
    color: var(--muted);
    text-align: center;
  }
  /* As high as the days and what stands below them. */
  .days {
    block-size: calc(var(--kopai-chart-size, 112px) + var(--u) + 1.3125em);
    margin-block-start: calc(var(--u) * 3);
    overflow: auto;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: var(--s);
  }
  th {
    position: sticky;
    inset-block-start: 0;
    background: var(--surface);
    color: var(--muted);
    font-weight: inherit;
  }
  td,
  th {
    padding: var(--u) 0;
    text-align: end;
  }
  :is(td, th):first-child {
    text-align: start;
  }
  @media (forced-colors: active) {
    rect {
      fill: CanvasText;
      forced-color-adjust: none;
    }
    rect.today,
    rect.looked {
      fill: Highlight;
    }
  }
`;
