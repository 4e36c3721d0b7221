import { configureKopai } from '@kopai/elements';

// #region sign-in
const settings = {
  baseUrl: 'https://credits.example.com',
  fetchSession: async () => {
    const answer = await fetch('/api/kopai-session', { method: 'POST' });
    return answer.ok ? answer.json() : null; // null: nobody is signed in.
  },
};
configureKopai(settings);

/** After somebody has signed in or out: every element starts anew. */
export const startAnew = () => configureKopai(settings);

/** A visitor pressed "Sign in" in a wallet. */
document.addEventListener('kopai-sign-in', () => location.assign('/sign-in'));
// #endregion sign-in
