import type { Kopai } from '@kopai/sdk';

// #region register
/** Once, with an admin key. The answer holds the secret that deliveries are signed with: keep it as your backend's secret. */
export async function register(kopai: Kopai): Promise<string> {
  const endpoint = await kopai.webhookEndpoints.put('backend', {
    url: 'https://app.example.com/kopai-events',
    events: ['topup.paid', 'wallet.low_balance', 'plan.changed', 'payout.failed'],
  });
  return endpoint.secret;
}
// #endregion register

// #region replay
/** After your receiver was down: sends again what was given up, or everything since a moment. */
export async function catchUp(kopai: Kopai, since?: string): Promise<number> {
  const { deliveries } = await kopai.webhookEndpoints.replay('backend', since === undefined ? {} : { since });
  return deliveries;
}
// #endregion replay

// #region rotate
/** Gives the endpoint a new secret. For a day deliveries can be opened with either. */
export async function changeSecret(kopai: Kopai): Promise<string> {
  const endpoint = await kopai.webhookEndpoints.rotate('backend');
  return endpoint.secret;
}
// #endregion rotate
