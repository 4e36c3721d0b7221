import { AuthenticationError, TimeoutError } from './errors.ts';

/** A browser session as the page's own backend hands it out: the reply of `kopai.sessions.create`, or these two members of it. */
export interface SessionToken {
  readonly token: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** Asks the page's own backend for a session. It is called when one is needed, and again before the last one expires. */
export type FetchSession = () => Promise<SessionToken>;

/** A session is renewed this many milliseconds before it expires, so that no request is under way with a dying token. */
const renewEarlyMs = 30_000;

/**
 * Keeps the one session of a client, in memory only: a token in storage or in a URL would outlive the page. However many calls
 * need one at the same time, the page's backend is asked once.
 */
export class SessionSource {
  readonly #fetchSession: FetchSession;
  readonly #timeoutMs: number;
  readonly #nowMs: () => number;
  #current: { token: string; expiresMs: number } | undefined;
  #pending: Promise<string> | undefined;

  constructor(fetchSession: FetchSession, timeoutMs: number, nowMs: () => number = Date.now) {
    this.#fetchSession = fetchSession;
    this.#timeoutMs = timeoutMs;
    this.#nowMs = nowMs;
  }

  /**
   * A token to send. `refused` is a token the server has just called expired or revoked: it is not handed out again, and calls
   * that were refused with it together share one renewal.
   */
  async token(refused?: string): Promise<string> {
    const current = this.#current;
    if (current && current.token !== refused && current.expiresMs - this.#nowMs() > renewEarlyMs) return current.token;
    this.#pending ??= this.#renew().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #renew(): Promise<string> {
    const { token, expiresAt } = await this.#ask();
    const expiresMs = Date.parse(expiresAt);
    if (typeof token !== 'string' || Number.isNaN(expiresMs)) {
      throw new AuthenticationError({
        code: 'session_unavailable',
        detail: 'The `session` function must resolve to {token, expiresAt}, as POST /v1/sessions answers it.',
      });
    }
    this.#current = { token, expiresMs };
    return token;
  }

  async #ask(): Promise<SessionToken> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new TimeoutError({ code: 'timed_out', detail: `No session came within ${this.#timeoutMs} ms.` }));
      }, this.#timeoutMs);
    });
    try {
      return await Promise.race([this.#fetchSession(), tooLate]);
    } catch (cause) {
      if (cause instanceof TimeoutError) throw cause;
      throw new AuthenticationError({
        code: 'session_unavailable',
        detail: 'The `session` function failed: there is no session to call with.',
        cause,
      });
    } finally {
      clearTimeout(timer);
    }
  }
}
