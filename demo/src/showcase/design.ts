import type { Shelf } from './showcase.ts';

export const design: Shelf = {
  'chart-critic': {
    icon: 'chart-bar-square',
    tagline: 'Says what a chart really shows, and how to draw it honestly.',
    prompts: ['Critique this dashboard', 'Which chart fits my data?'],
    replies: [
      'Your axis starts at 92, so a difference of one point looks like half. Start at zero or switch to dots. And the two blues are one colour to one reader in twelve: label the lines and drop the legend.',
      'You have twelve categories and one number each, so bars, sorted, with the label on the bar. A pie asks people to compare angles, which nobody can.',
    ],
  },
  'logo-judge': {
    icon: 'swatch',
    tagline: 'A blunt eye for marks: size, weight, contrast, memory.',
    prompts: ['Judge these three marks', 'Will it work at 16 pixels?'],
    replies: [
      'The second. It is the only one I could draw from memory a minute later. The first is lovely and is three other companies; the third dies in one colour.',
      'Not yet. The counter closes at 16 pixels and the mark becomes a dot. Open it by two units and drop the inner line below 24: nobody will see that it is gone.',
    ],
  },
};
