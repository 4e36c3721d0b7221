import type { Shelf } from './showcase.ts';

export const business: Shelf = {
  'inbox-zero': {
    icon: 'inbox',
    tagline: 'Sorts a morning of email into reply, read later and let go.',
    prompts: ['Triage these 40 emails for me', 'Draft a polite no to a meeting'],
    replies: [
      'Of your 40 messages, 6 need you today, 11 can wait for Friday, and 23 can go. The six are first, with a two-line draft under each. Start with the one from Legal: it has a deadline at noon.',
      'Here is a reply you can send as it is:\n\n“Thank you for thinking of me. I can’t make Thursday and don’t want to hold you up, so please go ahead without me. If a decision needs my name on it, send it over and I will answer the same day.”',
    ],
  },
  'contract-reader': {
    icon: 'document-magnifying-glass',
    tagline: 'Reads a contract the way counsel would and flags what bites.',
    prompts: ['What should worry me in this NDA?', 'Compare the liability caps'],
    replies: [
      'Three clauses deserve a second look.\n\n1. Term (§4): confidentiality never ends. Three to five years is customary.\n2. Residuals (§6.2): they may reuse anything their staff “retain in memory”. Strike it, or limit it to general know-how.\n3. Venue (§11): their home court only. Ask for the defendant’s.',
      'Their draft caps liability at fees paid in the last three months, and yours at twelve. The carve-outs are what counts: theirs leaves out data breach, so the cap would apply to exactly the event you are worried about.',
    ],
  },
  'meeting-notes': {
    icon: 'clipboard-document-list',
    tagline: 'Turns a transcript into decisions, owners and dates.',
    prompts: ['Summarize this transcript', 'Who promised what?'],
    replies: [
      'Decisions\n• Launch moves to 14 May.\n• The free tier keeps three projects.\n\nOwners\n• Priya: pricing page copy, by Thursday.\n• Tom: migration rehearsal, by Monday.\n\nStill open: who signs off the security review?',
      'Two promises were made without a date: Dana’s churn numbers and Luis’s vendor call. I would ask both for one before the day is over.',
    ],
  },
  'tax-helper': {
    icon: 'calculator',
    tagline: 'Works through tax questions step by step and shows its sources.',
    prompts: ['Can I deduct my home office?', 'Which deadlines are ahead?'],
    replies: [
      'Most likely yes, in part. The room has to be used regularly and for work alone. With 12 of 96 m², 12.5 % of rent, power and internet counts, as long as your employer pays none of it. Keep a floor plan and a year of bills; those two settle most questions.',
      'You have three ahead: the quarterly estimate in three weeks, the information returns at the end of the month, and the extension, which moves the filing date but not the date you pay.',
    ],
  },
  'pitch-doctor': {
    icon: 'presentation-chart-line',
    tagline: 'Finds the slide where investors stop listening, and fixes it.',
    prompts: ['Review my opening', 'What is missing from the deck?'],
    replies: [
      'You open with the market and they stop listening. Start with the customer: “Every Monday Rosa spends four hours matching invoices by hand.” Now the next slide is something they want to see, and the market becomes the answer to “how many Rosas are there?”',
      'Retention is missing. You show growth on slides 5 to 8, and every question after the meeting will be whether they stay. One cohort chart, even a young one, does more than the whole competition slide.',
    ],
  },
  'grant-writer': {
    icon: 'building-library',
    tagline: 'Shapes a research idea into a proposal reviewers can score.',
    prompts: ['Sharpen my specific aims', 'Write the impact paragraph'],
    replies: [
      'Your second aim depends on the first one working, and reviewers will mark you down for it. Let it stand alone: use the public cohort for aim 2, and the new measurements become a strength instead of a risk.',
      '“If this succeeds, clinics without a laboratory will have an answer in twenty minutes instead of nine days, from equipment they own today. That is the difference between treating a patient and treating an address.”',
    ],
  },
  'patent-scout': {
    icon: 'scale',
    tagline: 'Searches prior art and says how close it comes to your claim.',
    prompts: ['Is this idea already claimed?', 'Rank the closest documents'],
    replies: [
      'The closest is a 2017 filing that claims the sensor and the feedback loop, but triggers on a fixed threshold. Yours adapts the threshold to each user, and I found nothing that does both. That is the sentence your claim should be built around.',
      'In order of worry: (1) the 2017 family, for the loop; (2) a 2011 thesis, for the calibration step; (3) a lapsed utility model with a drawing that looks closer than its text is.',
    ],
  },
  'support-triage': {
    icon: 'lifebuoy',
    tagline: 'Routes tickets by urgency and drafts the first answer.',
    prompts: ['Sort this morning’s queue', 'Draft a reply to an angry customer'],
    replies: [
      'Queue of 31: 2 are outages (same cause, merged), 5 are billing, 9 are answered by the same help page, and one is a resignation letter sent to the wrong address. Drafts are ready for all but that one.',
      '“You are right to be annoyed: we told you it was fixed and it was not. It is being worked on now, I will write to you again before six whatever the state of it, and this month is on us.”',
    ],
  },
};
