import { html, nothing, svg, type TemplateResult } from 'lit';
import { type DaySeries, permille } from './day-series.ts';

interface PlotViewOptions {
  readonly series: DaySeries;
  /** The day that is looked at; undefined for none. */
  readonly looked: number | undefined;
  readonly name: string;
  /** The whole of it in a sentence. */
  readonly summary: string;
  /** What a day says of itself. */
  readonly textOf: (index: number) => string;
  readonly look: (index: number | undefined) => void;
}

/** Room above the highest bar, and between two bars, of what a day has, in percent. */
const headroom = 4;
const gap = 26;

/** Keys that go from day to day, by how far. In a right-to-left page the days run the other way, and so do the arrows. */
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -7,
  PageUp: 7,
  Home: -1000,
  End: 1000,
};

/**
 * A bar for each day. It is one stop for the keyboard, a slider over the days, whose value is what the day says; a finger or a pointer
 * slides over it likewise. Sizes are attributes: a style attribute would need the page's leave.
 */
export function plotView({ series, looked, name, summary, textOf, look }: PlotViewOptions): TemplateResult {
  const { points, average, most } = series;
  const last = points.length - 1;
  const at = (event: PointerEvent) => {
    const plot = event.currentTarget as HTMLElement;
    const { left, width } = plot.getBoundingClientRect();
    const along = (event.clientX - left) / width;
    const index = Math.floor((plot.matches(':dir(rtl)') ? 1 - along : along) * points.length);
    look(Math.max(0, Math.min(last, index)));
  };
  const key = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const plot = event.currentTarget as HTMLElement;
    const mirrored = plot.matches(':dir(rtl)') && /Left|Right/.test(event.key);
    look(Math.max(0, Math.min(last, (looked ?? last) + (mirrored ? -step : step))));
  };
  const current = looked ?? last;
  return html`<div
    class="plot"
    part="plot"
    role="slider"
    tabindex="0"
    aria-label=${name}
    aria-description=${summary}
    aria-valuemin="0"
    aria-valuemax=${last}
    aria-valuenow=${current}
    aria-valuetext=${textOf(current)}
    @pointermove=${at}
    @pointerdown=${at}
    @pointerleave=${() => look(undefined)}
    @focus=${() => look(looked ?? last)}
    @blur=${() => look(undefined)}
    @keydown=${key}
  >
    <svg aria-hidden="true">
      ${points.map(({ amount }, index) => barOf(permille(amount, most), index, points.length, looked))}
      ${average > 0n ? svg`<line x2="100%" y1=${down(permille(average, most))} y2=${down(permille(average, most))} />` : nothing}
    </svg>
  </div>`;
}

function barOf(height: number, index: number, count: number, looked: number | undefined) {
  const width = 100 / count;
  const kind = index === looked ? 'looked' : index === count - 1 ? 'today' : height === 0 ? 'none' : '';
  // A day with nothing is a dot on the floor, so that days can be counted.
  const tall = height === 0 ? '2' : `${(height * (100 - headroom)) / 1000}%`;
  const top = height === 0 ? undefined : down(height);
  const x = `${width * (index + gap / 200)}%`;
  return svg`<rect class=${kind} x=${x} width=${`${width * (1 - gap / 100)}%`} y=${top ?? '100%'} height=${tall} rx="2" />`;
}

/** How far below the top something this high ends. */
const down = (height: number): string => `${100 - (height * (100 - headroom)) / 1000}%`;
