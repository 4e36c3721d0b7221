// #region configure
import { configureKopai } from '/kopai/all.js';

configureKopai({
  baseUrl: 'https://credits.example.com',
  // Your backend answers who is signed in; null for a visitor.
  fetchSession: async () => {
    const answer = await fetch('/api/kopai-session', { method: 'POST' });
    return answer.ok ? answer.json() : null;
  },
});
// #endregion configure

// #region events
document.addEventListener('kopai-topup-success', ({ topup }) => {
  const thanks = document.querySelector('#thanks');
  thanks.hidden = false;
  thanks.textContent = `Thank you! Top-up ${topup.id} has landed.`;
});
// #endregion events
