import type { Counted } from '../counted.ts';
import { plural } from '../plural.ts';
import type { Words } from '../words.ts';
import { creditsOf } from './credits.ts';

const inDays = ({ text, count }: Counted) =>
  plural('de', count, { one: 'Heute', other: `In den letzten ${text} Tagen` });

export const charts: Words['charts'] = {
  spending: 'Ausgaben',
  earnings: 'Einnahmen nach Tagen',
  days: ({ text, count }) => plural('de', count, { one: 'Heute', other: `Letzte ${text} Tage` }),
  noSpending: 'Noch keine Ausgaben.',
  noEarnings: 'Noch keine Einnahmen.',
  day: 'Tag',
  spent: 'Ausgegeben',
  earned: 'Eingenommen',
  messages: 'Nachrichten',
  credits: creditsOf,
  average: (amount) => `im Schnitt ${creditsOf(amount)} pro Tag`,
  messagesOf: ({ text, count }) => `${text} ${plural('de', count, { one: 'Nachricht', other: 'Nachrichten' })}`,
  failed: 'Das Diagramm konnte nicht geladen werden.',
  spentIn: (total, days) => `${inDays(days)} ausgegeben: ${creditsOf(total)}.`,
  earnedIn: (total, days) => `${inDays(days)} eingenommen: ${creditsOf(total)}.`,
  most: (amount, day) => `Am meisten am ${day}: ${creditsOf(amount)}.`,
  showTable: 'Als Tabelle zeigen',
  showChart: 'Als Diagramm zeigen',
};
