import { ControlError } from '../http/control-error.ts';

/** Where events are sent, and the secret they are signed with (`whsec_…`). */
export interface WebhookEndpoint {
  readonly url: string;
  readonly secret: string;
}

/** @throws {ControlError} when the address is not http(s), or the secret is missing. */
export function checkEndpoint({ url, secret }: WebhookEndpoint): WebhookEndpoint {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new ControlError('The "url" of a webhook must be an http or https address');
  }
  if (secret === '') throw new ControlError('The "secret" of a webhook must not be empty');
  return { url, secret };
}

/** Whether two addresses are the same place but for the port, which a restarted server may have changed. */
export function isSamePlace(left: string, right: string): boolean {
  const [one, other] = [new URL(left), new URL(right)];
  return one.protocol === other.protocol && one.hostname === other.hostname && one.pathname === other.pathname;
}
