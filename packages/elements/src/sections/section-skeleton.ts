import { html, type TemplateResult } from 'lit';
import { sectionWords } from '../words/section-words.ts';

/** A section on its way: its title, and shapes in the sizes of what will stand there. */
export const sectionSkeleton = (
  title: string,
  sizes: readonly string[],
  locale: string,
): TemplateResult => html`<div aria-busy="true">
  <div class="title"><h3>${title}<span class="hidden">${sectionWords(locale).loading}</span></h3></div>
  ${sizes.map((size) => html`<span class="bone ${size}"></span>`)}
</div>`;
