import { configureKopai } from '@kopai/elements';

/** Every page: tells the elements where Kopai is and who is signed in. */

const { kopai, signedIn } = document.body.dataset;

configureKopai({
  baseUrl: kopai,
  ...(signedIn === 'yes' && { fetchSession }),
});

async function fetchSession(): Promise<{ token: string; expiresAt: string }> {
  const response = await fetch('/api/session', { method: 'POST' });
  if (!response.ok) throw new Error(`no session: ${response.status}`);
  return response.json() as Promise<{ token: string; expiresAt: string }>;
}
