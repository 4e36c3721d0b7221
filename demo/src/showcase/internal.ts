import type { Shelf } from './showcase.ts';

/** Agents that an organization keeps to itself. */
export const internal: Shelf = {
  'acme-handbook': {
    icon: 'identification',
    tagline: 'Answers from the Acme handbook, with the page it found.',
    prompts: ['How many days off do I have?', 'Who approves travel?'],
    replies: [
      'Everybody at Acme has 28 days a year, and up to five of them carry over until March (handbook, page 12). You have to take ten in one piece; page 13 says why.',
      'Trips under $1,500 are approved by your lead, above that also by Finance. Book rail through the portal, and flights at least ten days ahead (page 31).',
    ],
  },
  'acme-forecast': {
    icon: 'presentation-chart-bar',
    tagline: 'Forecasts the quarter from the pipeline, with its own error bars.',
    prompts: ['Where do we land this quarter?', 'What would move the number?'],
    replies: [
      'Likely $4.1 M, with four chances in five between 3.8 and 4.4. The width is two deals: without Meridian and Oakfield the range is half as wide.',
      'Closing Oakfield a week earlier moves the quarter more than ten new leads would. After it: the renewal in Lyon, which nobody has called since February.',
    ],
  },
  'studio-drafts': {
    icon: 'pencil-square',
    tagline: 'Keeps drafts of Studio North in one place and finishes them.',
    prompts: ['Finish the case study', 'What is still a draft?'],
    replies: [
      'The case study lacks an ending. I used the client’s own sentence from the last call and cut the paragraph about process.',
      'Four are still drafts. The oldest is from March and is better than the one you published.',
    ],
  },
};
