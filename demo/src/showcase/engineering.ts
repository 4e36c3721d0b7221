import type { Shelf } from './showcase.ts';

export const engineering: Shelf = {
  'sql-mentor': {
    icon: 'circle-stack',
    tagline: 'Explains slow queries and rewrites them without changing the answer.',
    prompts: ['Why is this query slow?', 'Write a weekly retention query'],
    replies: [
      "The plan reads 2.4 million rows to return 12, because the function around created_at hides it from the index. Compare the bare column with a range instead:\n\nwhere created_at >= $1 and created_at < $1 + interval '1 day'\n\nSame answer, and it touches about 900 rows.",
      'Group by the week of each user’s first event, then count who came back n weeks later. Watch the last cohort: it is not finished, so leave it out or your chart will always end in a cliff.',
    ],
  },
  'regex-whisperer': {
    icon: 'code-bracket',
    tagline: 'Writes the pattern, the tests for it, and the reason it works.',
    prompts: ['Match ISO dates only', 'Explain this pattern'],
    replies: [
      '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$\n\nIt refuses month 13 and day 32, and lets 2026-02-30 pass: a pattern can’t count days. Parse it afterwards and compare.',
      'It reads: anything, then a slash, then as little as possible up to the next slash. The nested star is the danger: on a line without a final slash it tries every split, which is exponential.',
    ],
  },
  'log-detective': {
    icon: 'bug-ant',
    tagline: 'Follows one failing request through a million log lines.',
    prompts: ['Find the cause of these 502s', 'What changed at 14:05?'],
    replies: [
      'The 502s start 40 seconds after a deploy, on one of four hosts. That host resolves the database to the old address; its cache outlived the failover. Restarting the pool fixes it now, and a shorter cache lifetime keeps it fixed.',
      'At 14:05 a job that runs hourly started to overlap with itself. It used to take 50 minutes. Today it takes 70.',
    ],
  },
  'unit-tester': {
    icon: 'beaker',
    tagline: 'Writes the tests you meant to, starting with the edges.',
    prompts: ['Test this date parser', 'What did I not cover?'],
    replies: [
      'Seven cases, hardest first: leap day, the hour that happens twice, the hour that never happens, a year before 1970, two-digit years, trailing spaces, and an empty string. The second one fails today.',
      'You cover what it returns and never what it refuses. Add: a list with one element, a list with duplicates, and the same call twice in a row.',
    ],
  },
  'paper-digest': {
    icon: 'academic-cap',
    tagline: 'Reads the whole paper, including the appendix, and says what holds.',
    prompts: ['Summarize this paper', 'Do the results replicate?'],
    replies: [
      'Claim: sparse attention matches dense at a third of the cost. It holds for sequences up to 8k; in Appendix C the gap opens again at 32k, and the abstract does not mention it. Worth reading: section 4. Safe to skip: section 2.',
      'Two of the three do, in independent work. The third used a test set that overlaps with training by 6 %, which its authors acknowledged in a later note.',
    ],
  },
};
