import type { Shelf } from './showcase.ts';

export const everyday: Shelf = {
  'trip-planner': {
    icon: 'map',
    tagline: 'Plans days that fit together: trains, rain and opening hours.',
    prompts: ['Three days in Porto', 'Make it work with a toddler'],
    replies: [
      'Day 1 on foot: Ribeira in the morning while it is quiet, the bridge at noon, port cellars when it is hot.\nDay 2 by train: the Douro line to Pinhão, left side going up.\nDay 3 by tram to the sea. Two dinners are close to where the day ends, on purpose.',
      'With a toddler: one big thing a day, before lunch. Swap the cellars for the river beach at Areinho, and take the 10:10 train, which has the low step and the empty carriage.',
    ],
  },
  'recipe-remix': {
    icon: 'cake',
    tagline: 'Turns what is in the fridge into something you would order.',
    prompts: ['Leeks, eggs, half a lemon', 'Make lasagne weeknight-fast'],
    replies: [
      'Soft leeks on toast with a jammy egg. Cook the leeks slowly in butter for 15 minutes, with a spoon of water and a lid. Eggs six and a half minutes. Lemon zest at the end, juice at the table.',
      'Break the sheets into a pan of loose tomato sauce, simmer for 12 minutes, spoon ricotta on top and put it under the grill for three. It is lasagne in everything but the ceremony.',
    ],
  },
  'interview-coach': {
    icon: 'chat-bubble-left-right',
    tagline: 'Asks the hard question, listens, and tells you what it heard.',
    prompts: ['Ask me about a failure', 'Review my answer'],
    replies: [
      '“Tell me about a decision you would not make again.” Take a minute. Say what you knew then, what you chose, and what it cost. Keep the lesson to one sentence, they will ask for more.',
      'I heard “we” nine times and “I” once. Keep the team, but tell me which part was yours. And the ending is about the project; make it about what you do differently now.',
    ],
  },
  'garden-guide': {
    icon: 'sun',
    tagline: 'Knows your frost dates and what to plant this weekend.',
    prompts: ['What do I plant in April?', 'Why are my tomatoes yellow?'],
    replies: [
      'This weekend: peas, spinach, radishes, and potatoes if the soil crumbles. Tomatoes stay inside three more weeks, however warm it feels on Saturday.',
      'Old leaves at the bottom: hungry, feed them. New leaves with green veins: too wet, water less. From your photo it is the second.',
    ],
  },
};
