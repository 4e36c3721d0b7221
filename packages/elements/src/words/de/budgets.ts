import type { Words } from '../words.ts';
import { creditsOf } from './credits.ts';

const periods: Words['budgets']['periods'] = { day: 'pro Tag', week: 'pro Woche', month: 'pro Monat' };

export const budgets: Words['budgets'] = {
  title: 'Budgets der Mitglieder',
  none: 'Jedes Mitglied darf ausgeben, was das Guthaben hergibt. Legen Sie ein Budget fest, um ein Mitglied zu begrenzen.',
  noneOwn: 'Sie dürfen ausgeben, was das Guthaben hergibt.',
  member: 'Mitglied',
  memberId: 'ID des Mitglieds',
  limit: 'Grenze in Credits',
  period: 'Zeitraum',
  periods,
  per: (limit, period) => `${creditsOf(limit)} ${periods[period]}`,
  spent: (spent, limit) => `${spent} von ${limit} ausgegeben`,
  resets: (when) => `beginnt neu: ${when}`,
  add: 'Budget festlegen',
  edit: 'Bearbeiten',
  editOf: (name) => `Budget von ${name} bearbeiten`,
  save: 'Speichern',
  lift: 'Budget aufheben',
  cancel: 'Abbrechen',
  saved: 'Budget gespeichert',
  noMember: 'Geben Sie an, für welches Mitglied.',
  notANumber: 'Geben Sie einen Betrag in Credits ein.',
};
