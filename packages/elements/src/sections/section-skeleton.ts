import { html, type TemplateResult } from 'lit';
import { sectionWords as words } from '../words/en.ts';

/** A section on its way: its title, and shapes in the sizes of what will stand there. */
export const sectionSkeleton = (title: string, sizes: readonly string[]): TemplateResult => html`<div aria-busy="true">
  <h3>${title}<span class="hidden">${words.loading}</span></h3>
  ${sizes.map((size) => html`<span class="bone ${size}"></span>`)}
</div>`;
