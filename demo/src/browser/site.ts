import { configureKopai } from '@kopai/elements';
import { simulatedStripe } from './simulated-stripe.ts';

/** Every page: tells the elements where Kopai is and who is signed in, keeps the balance in the header live, opens the sign-in. */

const { kopai, wallet, user, stripeJs } = document.body.dataset;

configureKopai({
  baseUrl: kopai,
  ...(user && { fetchSession }),
  ...(stripeJs && { stripePublishableKey: 'pk_test_simulator', loadStripe: simulatedStripe(stripeJs) }),
});

async function fetchSession(): Promise<{ token: string; expiresAt: string }> {
  const response = await fetch('/api/session', { method: 'POST' });
  if (!response.ok) throw new Error(`no session: ${response.status}`);
  return response.json() as Promise<{ token: string; expiresAt: string }>;
}

const pill = document.querySelector<HTMLElement>('.pill');
if (pill && wallet) {
  // Apart from the rest, so that prices don't wait for the whole client to load.
  void import('./balance-pill.ts').then(({ followBalance }) => followBalance(pill, wallet));
}

document.addEventListener('kopai-sign-in', () => document.getElementById('people')?.showPopover());
