import { ControlError } from '../http/control-error.ts';

/** Where events are sent, and the secret they are signed with (`whsec_…`). */
export interface WebhookEndpoint {
  readonly url: string;
  readonly secret: string;
  /**
   * As on Stripe's own endpoints: `true` gets the events of connected accounts, `false` those of the platform. Left out
   * it gets both, as `stripe listen` forwards them.
   */
  readonly connect?: boolean;
}

/** @throws {ControlError} when the address is not http(s), or the secret is missing. */
export function checkEndpoint(endpoint: WebhookEndpoint): WebhookEndpoint {
  const { url, secret } = endpoint;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new ControlError('The "url" of a webhook must be an http or https address');
  }
  if (secret === '') throw new ControlError('The "secret" of a webhook must not be empty');
  return { ...endpoint };
}

/** Whether events of this account (null for the platform) are meant for the endpoint. */
export function wantsEventsOf({ connect }: WebhookEndpoint, account: string | null): boolean {
  return connect === undefined || connect === (account !== null);
}

/** Whether two addresses are the same place but for the port, which a restarted server may have changed. */
export function isSamePlace(left: string, right: string): boolean {
  const [one, other] = [new URL(left), new URL(right)];
  return one.protocol === other.protocol && one.hostname === other.hostname && one.pathname === other.pathname;
}
