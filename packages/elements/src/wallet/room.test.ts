import { createWorld } from '@kopai/mocks';
import { expect } from 'chai';
import { clear, find, inside, pause, stage, until } from '../../test/stage.ts';
import { roomStyles } from './room.styles.ts';

/** A section's size may differ by this much from the room that was kept, in pixels: fonts differ. */
const tolerance = 4;

/** The rules for sections that are not defined yet, put on some that are. */
function kept(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(roomStyles.cssText.replaceAll(':not(:defined)', '[undefined]'));
  return sheet;
}

describe('the room of a section that is being loaded', () => {
  afterEach(clear);

  for (const wallet of ['me', 'org:acme']) {
    for (const width of [900, 340]) {
      it(`is that of its shapes: ${wallet} at ${width} px`, async () => {
        const markup = `<div style="inline-size: ${width}px"><kopai-wallet wallet="${wallet}"></kopai-wallet></div>`;
        const { provider } = stage(createWorld(), markup);
        provider.fetch = () => new Promise(() => undefined);
        const element = find('kopai-wallet');
        await until('it is drawn', () => element.shadowRoot?.querySelector('kopai-transactions') !== null);
        await pause(100);
        const sections = [
          ...(inside(element, '[part=history]').parentNode?.querySelectorAll('.card > *') ?? []),
        ].filter((it) => it.localName.startsWith('kopai-') && it.localName !== 'kopai-topup' && it.checkVisibility());
        // Below an organization's earnings nothing is shown until they are there.
        expect(sections.length).to.be.greaterThan(1);
        element.shadowRoot?.adoptedStyleSheets.push(kept());
        for (const section of sections) {
          const { height } = section.getBoundingClientRect();
          section.setAttribute('undefined', '');
          const room = Number.parseFloat(getComputedStyle(section).minBlockSize);
          expect(room, section.localName).to.be.closeTo(height, tolerance);
        }
      });
    }
  }
});
