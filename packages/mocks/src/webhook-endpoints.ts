import {
  type BodyOf,
  Problem,
  type WebhookEndpoint,
  webhookEventTypes,
  webhookOverlapHoursDefault,
} from '@kopai/contracts';
import type { Clock } from './clock.ts';

/** Where events would be delivered. A world in memory delivers nothing; what it keeps is who asked for what. */
export class WebhookEndpoints {
  readonly #clock: Clock;
  readonly #byId = new Map<string, WebhookEndpoint>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  put(id: string, { url, events, enabled = true }: BodyOf<'webhookEndpoints.put'>): WebhookEndpoint {
    requirePublic(url);
    const known = this.#byId.get(id);
    const endpoint: WebhookEndpoint = {
      id,
      object: 'webhook_endpoint',
      url,
      events: [...new Set(events ?? webhookEventTypes)],
      enabled,
      secret: known?.secret ?? `whsec_${btoa(this.#clock.newId('event'))}`,
      previousSecretUntil: known?.previousSecretUntil ?? null,
      undelivered: 0,
      dead: 0,
      createdAt: known?.createdAt ?? this.#clock.instant(),
    };
    this.#byId.set(id, endpoint);
    return endpoint;
  }

  rotate(
    id: string,
    { overlapHours = webhookOverlapHoursDefault }: BodyOf<'webhookEndpoints.rotate'>,
  ): WebhookEndpoint {
    const endpoint = {
      ...this.require(id),
      secret: `whsec_${btoa(this.#clock.newId('event'))}`,
      previousSecretUntil:
        overlapHours === 0 ? null : this.#clock.instant(this.#clock.nowMs() + overlapHours * 3_600_000),
    };
    this.#byId.set(id, endpoint);
    return endpoint;
  }

  list(): WebhookEndpoint[] {
    return [...this.#byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  delete(id: string): void {
    this.require(id);
    this.#byId.delete(id);
  }

  find(id: string): WebhookEndpoint | undefined {
    return this.#byId.get(id);
  }

  require(id: string): WebhookEndpoint {
    const endpoint = this.#byId.get(id);
    if (endpoint) return endpoint;
    throw new Problem('webhook_endpoint_not_found', `There is no webhook endpoint ${JSON.stringify(id)}.`);
  }
}

/** Events go to https alone, except on this machine. Whether a host is a public one, only a server can ask. */
function requirePublic(url: string): void {
  const { hostname, protocol, username, password, port } = new URL(url);
  if (/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)) return;
  if (protocol === 'https:' && username === '' && password === '' && (port === '' || Number(port) > 1023)) return;
  throw new Problem('webhook_url_not_allowed', `${hostname} is not asked by https alone, at a port of its own.`);
}
