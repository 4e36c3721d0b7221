import type { Words } from '../words.ts';

export const section: Words['section'] = {
  retry: 'Erneut versuchen',
  requestId: (id) => `Anfrage ${id}`,
  signedOut: 'Melden Sie sich an, um dieses Guthaben zu sehen.',
  signIn: 'Anmelden',
  loading: 'Wird geladen',
  failed: 'Etwas ist schiefgegangen.',
};
