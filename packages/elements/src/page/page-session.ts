import { systemNowMs } from './clock.ts';
import type { FetchSession, SessionToken } from './settings.ts';

/** A session is renewed this many milliseconds before it expires, so that no request is under way with a dying token. */
const renewEarlyMs = 30_000;

/**
 * The one session of a page, in memory only: a token in storage or in a URL would outlive the page. However many elements need one at
 * the same time, the page's backend is asked once; that nobody is signed in is an answer too, and is kept.
 */
export class PageSession {
  readonly #fetchSession: FetchSession | undefined;
  readonly #nowMs: () => number;
  #current: SessionToken | null | undefined;
  #pending: Promise<SessionToken | null> | undefined;

  constructor(fetchSession: FetchSession | undefined, nowMs: () => number = systemNowMs) {
    this.#fetchSession = fetchSession;
    this.#nowMs = nowMs;
  }

  /**
   * The session to call with; null when nobody is signed in. `refused` is a token that the server has called expired or revoked: it is
   * not handed out again, and all who were refused with it share one renewal. Throws what `fetchSession` throws.
   */
  async current(refused?: string): Promise<SessionToken | null> {
    const current = this.#current;
    if (current === null) return null;
    if (current && current.token !== refused && Date.parse(current.expiresAt) - this.#nowMs() > renewEarlyMs) {
      return current;
    }
    this.#pending ??= this.#renew().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #renew(): Promise<SessionToken | null> {
    this.#current = (await this.#fetchSession?.()) ?? null;
    return this.#current;
  }
}
