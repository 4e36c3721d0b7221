import type { Shelf } from './showcase.ts';

export const writing: Shelf = {
  'brand-voice': {
    icon: 'megaphone',
    tagline: 'Learns how you sound, then keeps everyone sounding like it.',
    prompts: ['Rewrite this in our voice', 'Write three subject lines'],
    replies: [
      'Yours: “We are excited to announce enhanced export functionality.”\nIn your voice: “You can take your data with you now. All of it, in one click.”\n\nI kept the short sentence last. You do that in every post that did well.',
      '1. Your data, packed and ready to go\n2. Leaving made easy (please stay)\n3. One click. Everything out.\n\nThe second is the most you. The third will be opened more.',
    ],
  },
  'release-notes': {
    icon: 'rocket-launch',
    tagline: 'Reads the merged changes and writes notes people finish.',
    prompts: ['Write notes for 4.2', 'Shorten the changelog'],
    replies: [
      '4.2 Faster, and quieter\n\n• Search answers in under 100 ms, also in large workspaces.\n• Notifications wait until you stop typing.\n• Fixed: exports no longer lose the last row.\n\n14 more changes that you should not notice are in the full log.',
      'From 62 lines to 7. What I dropped was dependency updates, two reverts that cancel out, and a fix to a bug that never shipped.',
    ],
  },
  'story-editor': {
    icon: 'book-open',
    tagline: 'Line edits fiction without sanding off the voice.',
    prompts: ['Edit my first page', 'Is the ending earned?'],
    replies: [
      'Your first page starts on line nine. Everything before the knock at the door is you finding the voice, and you found it. Cut to the knock, and let the weather come in with the visitor.',
      'Almost. She forgives him in the kitchen, but we never saw her stop. One small refusal in chapter eleven, the letter she does not open, and the ending costs her something.',
    ],
  },
  'weekly-digest': {
    icon: 'newspaper',
    tagline: 'One page every Friday: what moved, what stalled, what is next.',
    prompts: ['Write this week’s digest', 'What changed since Monday?'],
    replies: [
      'Moved: onboarding is down to four steps, and support volume went with it (−18 %).\nStalled: the partner contract, third week.\nNext: pricing test goes to half of new sign-ups on Tuesday.',
      'Two numbers moved since Monday: activation up 2.1 points, refunds up by nine. The nine are one customer with nine seats.',
    ],
  },
  'alt-text': {
    icon: 'photo',
    tagline: 'Describes images so that nothing is lost without seeing them.',
    prompts: ['Describe this product photo', 'Alt text for a chart'],
    replies: [
      '“Matte green kettle on a gas stove, steam rising, a hand reaching for the wooden handle.” It is 84 characters, and says what the photo sells: the handle stays cool.',
      '“Line chart: monthly active teams grow from 1,200 in January to 4,900 in June, with a flat April.” The flat April is in because it is what a sighted reader asks about first.',
    ],
  },
  'language-tutor': {
    icon: 'language',
    tagline: 'Patient conversation practice that corrects one thing at a time.',
    prompts: ['Let’s practice ordering food', 'Correct my Spanish'],
    replies: [
      '¡Buenas tardes! Mesa para dos, ¿verdad? Hoy tenemos sopa de lentejas y merluza a la plancha. ¿Qué les pongo de beber?\n\n(Answer in one sentence. I will only correct the verb.)',
      'Almost perfect: “Quisiera una agua” → “Quisiera un agua”. Agua is feminine, but takes un in the singular because it starts with a stressed a. Your verb was right, and polite.',
    ],
  },
};
