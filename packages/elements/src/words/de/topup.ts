import type { Words } from '../words.ts';
import { creditsOf } from './credits.ts';

export const topup: Words['topup'] = {
  choose: 'Paket wählen',
  credits: creditsOf,
  pay: (price) => `${price} bezahlen`,
  opening: 'Bezahlseite wird geöffnet …',
  secure: 'Sie bezahlen auf einer sicheren Seite von Stripe und kehren hierher zurück.',
  secureHere: 'Sie bezahlen hier, in einem Formular von Stripe.',
  signIn: 'Zum Aufladen anmelden',
  back: 'Zurück zu den Paketen',
  obstacles: {
    no_key: 'Bezahlen auf dieser Seite ist nicht eingerichtet.',
    not_loaded:
      'Das Bezahlformular von Stripe wurde nicht geladen. Möglicherweise halten ein Blocker oder Ihr Netzwerk es zurück.',
    shadow_tree: 'Das Bezahlformular von Stripe kann in diesem Teil der Seite nicht angezeigt werden.',
  },
  payAtStripe: 'Stattdessen auf der Seite von Stripe bezahlen',
  none: 'Zurzeit werden keine Pakete angeboten.',
  checking: 'Ihre Zahlung wird gesucht …',
  pendingTitle: 'Zahlung nicht abgeschlossen',
  pending: (amount, price) =>
    `${creditsOf(amount)} für ${price} ${amount.count === 1 ? 'liegt' : 'liegen'} für Sie bereit.`,
  resume: 'Zahlung fortsetzen',
  startOver: 'Neu beginnen',
  processingTitle: 'Zahlung wird bearbeitet',
  processing: (amount) =>
    `Ihre Bank bestätigt sie gerade. ${creditsOf(amount)} ${amount.count === 1 ? 'kommt' : 'kommen'} von selbst an; Sie können diese Seite verlassen.`,
  paidTitle: (amount) => `${creditsOf(amount)} gutgeschrieben`,
  paid: (price) => `${price} bezahlt.`,
  receipt: 'Beleg ansehen',
  done: 'Fertig',
  failedTitle: 'Zahlung abgelehnt',
  failed: 'Ihnen wurde nichts berechnet. Versuchen Sie es mit einer anderen Karte oder einem anderen Paket.',
  expiredTitle: 'Bezahlvorgang abgelaufen',
  expired: 'Es wurde nicht rechtzeitig bezahlt, und Ihnen wurde nichts berechnet.',
  tryAgain: 'Paket wählen',
};
