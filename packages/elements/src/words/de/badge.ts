import { plural } from '../plural.ts';
import type { Words } from '../words.ts';
import { credits } from './credits.ts';

export const badge: Words['badge'] = {
  perMessage: (count) => `${credits(count)} / Nachricht`,
  free: 'Kostenlos',
  freeIncluded: ({ text, count }) =>
    plural('de', count, { one: `${text} Nachricht kostenlos`, other: `${text} Nachrichten kostenlos` }),
  freeLeft: ({ text }) => `noch ${text} kostenlos`,
  unavailable: 'Preis nicht verfügbar',
  retry: 'Erneut versuchen',
  details: 'Was eine Nachricht kostet',
  infra: 'Betrieb',
  addOn: 'Aufschlag des Anbieters',
  total: 'Pro Nachricht',
  unit: credits,
  affordable: ({ text, count }) => {
    if (count === 0) return 'Ihr Guthaben reicht für keine Nachricht.';
    return `Ihr Guthaben reicht für etwa ${text} ${plural('de', count, { one: 'Nachricht', other: 'Nachrichten' })}.`;
  },
};
