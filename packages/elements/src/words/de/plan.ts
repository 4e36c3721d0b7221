import type { Words } from '../words.ts';

export const plan: Words['plan'] = {
  title: 'Tarif',
  compare: 'Was die Tarife enthalten',
  feature: 'Funktion',
  price: (dollars, interval) => `${dollars} / ${interval === 'month' ? 'Monat' : 'Jahr'}`,
  free: 'Kostenlos',
  current: 'Ihr Tarif',
  yes: 'Enthalten',
  no: 'Nicht enthalten',
  some: ({ text, count }, size) => (count === 1 ? `${text} Datei, ${size}` : `${text} Dateien, je ${size}`),
  status: { free: '', active: 'Aktiv', past_due: 'Zahlung überfällig', ended: 'Beendet' },
  renews: (day) => `Verlängert sich am ${day}.`,
  ends: (name, day) =>
    `Ihr Tarif ist gekündigt. ${name} bleibt bis ${day} bestehen; gekaufte Credits behalten Sie auch danach.`,
  pastDue: (name, day) =>
    `Ihre letzte Zahlung ist fehlgeschlagen. Aktualisieren Sie Ihre Karte bis ${day}, um ${name} zu behalten.`,
  pastDueSoon: (name) =>
    `Ihre letzte Zahlung ist fehlgeschlagen. Aktualisieren Sie Ihre Karte, um ${name} zu behalten.`,
  ended: (name) =>
    `Ihr kostenpflichtiger Tarif ist beendet; Sie nutzen jetzt ${name}. Gekaufte Credits bleiben erhalten.`,
  upgrade: (name) => `Zu ${name} wechseln`,
  updateCard: 'Karte aktualisieren',
  manage: 'Tarif verwalten',
  opening: 'Wird geöffnet …',
  signIn: 'Zum Wechseln anmelden',
  secure: 'Sie bezahlen auf einer sicheren Seite von Stripe. Jederzeit kündbar.',
  confirming: 'Ihre Zahlung wird bestätigt. Das dauert einen Moment.',
  changed: (name) => `Sie nutzen jetzt ${name}.`,
};
