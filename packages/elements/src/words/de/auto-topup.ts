import type { Words } from '../words.ts';
import { creditsOf } from './credits.ts';

export const autoTopup: Words['autoTopup'] = {
  title: 'Automatisches Aufladen',
  off: 'Aus. Schalten Sie es ein, und Ihre Nachrichten warten nie auf eine Aufladung.',
  set: 'Einrichten',
  change: 'Ändern',
  on: 'Einschalten',
  stop: 'Ausschalten',
  cancel: 'Abbrechen',
  below: 'Aufladen unter (Credits)',
  buy: 'Kaufen',
  pack: (amount, price) => `${creditsOf(amount)} für ${price}`,
  times: 'Höchstens, Male im Monat',
  sentence: (threshold, price, amount, most) =>
    `Wenn Ihr Guthaben unter ${creditsOf(threshold)} fällt, buchen wir ${price} für ${creditsOf(amount)} ab, höchstens ${most} im Monat.`,
  consent: 'Meine Karte dafür speichern. Ich kann das hier jederzeit ausschalten.',
  spent: (spent, cap) => `${spent} von ${creditsOf(cap)} in diesem Monat gekauft.`,
  switchedOn: 'Automatisches Aufladen ist eingeschaltet',
  switchedOff: 'Automatisches Aufladen ist ausgeschaltet',
  noThreshold: 'Geben Sie ein, ab welchem Guthaben gekauft werden soll.',
  noTimes: 'Geben Sie ein, wie oft im Monat, mindestens einmal.',
  noConsent: 'Um die Karte zu speichern, ist Ihre Zustimmung nötig.',
  status: {
    off: 'Aus',
    ready: 'Ein',
    charging: 'Wird abgebucht',
    waiting: 'Wartet',
    needs_card: 'Karte nötig',
    needs_action: 'Bestätigung nötig',
    paused: 'Angehalten',
  },
  waiting: (when) => `Nächster Versuch: ${when}.`,
  waitingSome: 'Der nächste Versuch folgt von selbst.',
  needsCard:
    'Es ist noch keine Karte gespeichert. Bezahlen Sie einmal, und die Karte wird für die nächsten Male gespeichert.',
  saveCard: (price) => `${price} bezahlen und Karte speichern`,
  needsAction: 'Ihre Bank möchte, dass Sie die Zahlung bestätigen.',
  confirm: 'Zahlung bestätigen',
  paused:
    'Die Karte wurde zu oft abgelehnt. Ändern Sie die Einstellungen oder speichern Sie eine andere Karte, um neu zu beginnen.',
  failure: (reason) => `Letzte Antwort der Bank: ${reason}`,
};
