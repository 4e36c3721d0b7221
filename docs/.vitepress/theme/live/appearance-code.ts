import type { AppearanceVariables } from '@kopai/elements';

/** A look as somebody put it together. Empty texts stand for what the theme says. */
export interface Look {
  readonly theme: string;
  readonly variables: AppearanceVariables;
}

/** The program that gives a page this look. */
export function appearanceCode({ theme, variables }: Look): string {
  const set = Object.entries(variables).flatMap(([name, value]) => (value ? [`      ${name}: '${value}',`] : []));
  const inner = [
    ...(theme === 'house' ? [] : [`    theme: ${theme},`]),
    ...(set.length === 0 ? [] : ['    variables: {', ...set, '    },']),
  ];
  const lines = [
    "import { configureKopai } from '@kopai/elements';",
    ...(theme === 'house' ? [] : [`import { ${theme} } from '@kopai/elements/themes';`]),
    '',
    'configureKopai({',
    ...(inner.length === 0 ? ['  appearance: {},'] : ['  appearance: {', ...inner, '  },']),
    '});',
  ];
  return lines.join('\n');
}

/** How strongly two colours differ, as WCAG counts it: 1 to 21. Takes `#rrggbb`. */
export function contrastOf(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever reads better on a colour. */
export const inkOn = (colour: string): string =>
  contrastOf(colour, '#ffffff') >= contrastOf(colour, '#000000') ? '#ffffff' : '#000000';

function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
