import { createWorld } from '@kopai/mocks';
import { expect } from 'chai';
import { clear, find, inside, shows, stage, until } from '../../test/stage.ts';
import { configureKopai } from '../page/default-page.ts';
import { house, ink, lagoon, paper } from '../themes/index.ts';
import type { Appearance, Theme } from './appearance.ts';
import { stripeAppearance } from './stripe-appearance.ts';

type Rgb = readonly [number, number, number];

const schemes = ['light', 'dark'] as const;

/** WCAG 2.2, 1.4.3: text against what it stands on. */
const textContrast = 4.5;
/** WCAG 2.2, 1.4.11: edges of controls, the mark of the focus, bars of a chart. */
const shapeContrast = 3;

/** Text and what it is drawn on: a colour, or a colour laid over the panel by so many percent, as a label is. */
const texts: readonly (readonly [string, ...(string | readonly [string, number])[]])[] = [
  ['--text', '--surface', '--raised'],
  ['--muted', '--surface', '--raised'],
  ['--on-accent', '--accent'],
  ['--positive', '--surface', ['--positive', 12]],
  ['--notice', '--surface', ['--notice', 12]],
  ['--danger', '--surface', ['--danger', 10]],
];
const shapes = [
  ['--accent', '--surface'],
  ['--control', '--surface'],
  ['--control', '--raised'],
] as const;

const luminance = (rgb: Rgb): number => {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** What the browser makes of a value inside an element. */
function drawn(element: Element, value: string): Rgb {
  const probe = document.createElement('i');
  probe.style.color = value;
  element.shadowRoot?.append(probe);
  const [r = 0, g = 0, b = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
  const scale = getComputedStyle(probe).color.startsWith('color(') ? 255 : 1;
  probe.remove();
  return [r * scale, g * scale, b * scale];
}

async function stageIn(theme: Theme | undefined, scheme: 'light' | 'dark') {
  const { provider } = stage(createWorld(), '<kopai-topup></kopai-topup>');
  provider.appearance = theme && { theme };
  provider.style.colorScheme = scheme;
  await provider.updateComplete;
  return find('kopai-topup');
}

describe('appearance', () => {
  afterEach(() => {
    configureKopai({ appearance: { variables: {} } });
    clear();
  });

  for (const theme of [undefined, house, ink, lagoon, paper]) {
    for (const scheme of schemes) {
      it(`has enough contrast everywhere: ${theme?.name ?? 'without a theme'}, ${scheme}`, async () => {
        const topup = await stageIn(theme, scheme);
        const short: string[] = [];
        const hold = (front: string, back: string, least: number, backValue = `var(${back})`) => {
          const found = contrast(drawn(topup, `var(${front})`), drawn(topup, backValue));
          if (found < least) short.push(`${front} on ${backValue}: ${found.toFixed(2)} of ${least}`);
        };
        for (const [front, ...backs] of texts) {
          for (const back of backs) {
            if (typeof back === 'string') hold(front, back, textContrast);
            else hold(front, back[0], textContrast, `color-mix(in srgb, var(${back[0]}) ${back[1]}%, var(--surface))`);
          }
        }
        for (const [front, back] of shapes) hold(front, back, shapeContrast);
        // A day of the chart.
        hold('--surface', '--accent', shapeContrast, 'color-mix(in srgb, var(--accent) 66%, var(--surface))');
        expect(short).to.deep.equal([]);
      });
    }
  }

  it('is, without any, what the theme of the house says', async () => {
    for (const scheme of schemes) {
      const plain = await stageIn(undefined, scheme);
      const tokens = ['--text', '--muted', '--surface', '--raised', '--line', '--control', '--accent', '--on-accent'];
      const sizes = ['--radius', '--u', '--tall', '--strong'];
      const all = [...tokens, '--positive', '--notice', '--danger'];
      const before = [all.map((name) => drawn(plain, `var(${name})`)), sizesOf(plain, sizes)];
      clear();
      const themed = await stageIn(house, scheme);
      expect([all.map((name) => drawn(themed, `var(${name})`)), sizesOf(themed, sizes)]).to.deep.equal(before);
      clear();
    }
  });

  it('is set for the page, changed, and taken back, while the stylesheets of the page have the last word', async () => {
    const { provider } = stage(createWorld(), '<kopai-topup></kopai-topup>');
    const topup = find('kopai-topup');
    await shows(topup, 'Pay $15.00');
    const accent = () => getComputedStyle(inside(topup, '.primary')).backgroundColor;
    const before = accent();
    configureKopai({ appearance: { theme: ink, variables: { colorAccent: 'rgb(1 2 3)' } } });
    await until('the accent of the page', () => accent() === 'rgb(1, 2, 3)');
    expect(getComputedStyle(topup).fontSize).to.equal('14px');
    provider.appearance = { variables: { colorAccent: 'rgb(4 5 6)' } };
    await until('the nearer one', () => accent() === 'rgb(4, 5, 6)');
    const style = document.createElement('style');
    style.textContent = 'kopai-provider { --kopai-color-accent: rgb(7 8 9) }';
    document.head.append(style);
    await until('the page’s own', () => accent() === 'rgb(7, 8, 9)');
    style.remove();
    provider.appearance = undefined;
    configureKopai({});
    await until('as before', () => accent() === before);
  });

  it('takes the names that a page has for its own look', async () => {
    document.documentElement.style.setProperty('--brand', 'rgb(9 8 7)');
    document.documentElement.style.setProperty('--corner', '1px');
    await import('../../examples/match-host-page.ts');
    stage(createWorld(), '<kopai-topup></kopai-topup>');
    const topup = find('kopai-topup');
    await shows(topup, 'Pay $15.00');
    const { backgroundColor, borderRadius } = getComputedStyle(inside(topup, '.primary'));
    expect([backgroundColor, borderRadius]).to.deep.equal(['rgb(9, 8, 7)', '1px']);
    document.documentElement.removeAttribute('style');
  });

  it('starts nothing anew when it changes', async () => {
    const { provider, asked } = stage(createWorld(), '<kopai-topup></kopai-topup>');
    await shows(find('kopai-topup'), 'Pay $15.00');
    const before = asked.length;
    provider.appearance = { theme: paper };
    await provider.updateComplete;
    await until('drawn', () => getComputedStyle(find('kopai-topup')).fontFamily.includes('Iowan'));
    expect(asked).to.have.length(before);
  });

  it('warns of a name that is none, and lets no value out of its declaration', () => {
    const warnings: string[] = [];
    const { warn } = console;
    console.warn = (text: string) => warnings.push(text);
    // As a page without types would.
    const wrong: Appearance = JSON.parse(
      '{"variables":{"colour":"red","colorText":"red;} body { display: none","radius":"3px"}}',
    );
    configureKopai({ appearance: wrong });
    console.warn = warn;
    expect(warnings).to.deep.equal(['Kopai: no appearance variable "colour".']);
    expect(getComputedStyle(document.body).display).to.equal('block');
    expect(getComputedStyle(document.documentElement).getPropertyValue('--kopai-radius')).to.equal('3px');
  });

  it('is the same for Stripe’s own elements, in the scheme that is said', () => {
    expect(stripeAppearance({ theme: lagoon, variables: { radius: '2px' } }, 'dark')).to.deep.include({
      theme: 'night',
    });
    const { variables } = stripeAppearance({ theme: lagoon, variables: { radius: '2px' } }, 'dark');
    expect(variables).to.include({ colorPrimary: '#63d6d8', borderRadius: '2px', spacingUnit: '4.5px' });
    expect(stripeAppearance().variables).to.include({ colorPrimary: '#2f54d4', colorBackground: '#fff' });
    const mixed = stripeAppearance({ variables: { colorAccent: 'light-dark(rgb(1, 2, 3), hsl(4 5% 6%))' } });
    expect(mixed.variables?.colorPrimary).to.equal('rgb(1, 2, 3)');
  });
});

const sizesOf = (element: Element, names: readonly string[]): string[] =>
  names.map((name) => getComputedStyle(element).getPropertyValue(name));
