import type { Words } from '../words.ts';
import { credits, creditsOf } from './credits.ts';

export const wallet: Words['wallet'] = {
  balance: 'Guthaben',
  available: 'Verfügbar',
  held: 'Für Nachrichten reserviert',
  debt: 'Offen',
  unit: credits,
  worth: (dollars) => `≈ ${dollars}`,
  topup: 'Aufladen',
  close: 'Schließen',
  low: 'Ihr Guthaben geht zur Neige.',
  inDebt: (amount) =>
    `Es ${amount.count === 1 ? 'ist' : 'sind'} ${creditsOf(amount)} offen: Eine Zahlung wurde erstattet oder beanstandet, nachdem ihre Credits ausgegeben waren. Nachrichten sind angehalten; Ihre nächste Aufladung gleicht dies zuerst aus.`,
  empty: 'Laden Sie auf, um Nachrichten zu senden.',
  used: 'Es sind keine Credits mehr da. Inhaber oder Admins können aufladen.',
  changed: (amount) => `Guthaben: ${creditsOf(amount)}`,
};
