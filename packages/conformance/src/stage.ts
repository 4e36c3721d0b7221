import type { KeyScope, Membership, ProblemCode, SessionScope } from '@kopai/contracts';
import { sessionScopes } from '@kopai/contracts';
import { Kopai, type KopaiError } from '@kopai/sdk';
import { expect } from 'vitest';
import type { Subject } from './subject.ts';
import type { Transcript } from './transcript.ts';

export interface Grant {
  readonly userId: string;
  readonly orgs?: Membership[];
  /** All of them unless told. */
  readonly scopes?: SessionScope[];
}

export interface RawRequest {
  readonly as?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Between two requests, in milliseconds, so that what was made later is later for every Kopai. */
const stepMs = 1_000;

/** What a story is played on: clients of one Kopai whose every word is taken down. */
export class Stage {
  readonly subject: Subject;
  readonly transcript: Transcript;
  readonly #fetch: typeof globalThis.fetch;
  /** A backend with a key that may do everything. */
  readonly backend: Kopai;
  /** A page whose visitor is not signed in. */
  readonly anyone: Kopai;

  constructor(subject: Subject, transcript: Transcript) {
    this.subject = subject;
    this.transcript = transcript;
    this.#fetch = transcript.recording(subject.fetch, () => subject.advance(stepMs));
    this.backend = this.withKey(subject.apiKey);
    this.anyone = this.#client({});
  }

  tell(line: string): void {
    this.transcript.tell(line);
  }

  withKey(apiKey: string): Kopai {
    return this.#client({ apiKey });
  }

  /** A backend whose key may do no more than this. */
  async scoped(...scopes: KeyScope[]): Promise<Kopai> {
    return this.withKey((await this.backend.keys.create({ name: 'Scoped', scopes })).key);
  }

  /** A page whose visitor is signed in; the session is minted now and again when it has run out. */
  page({ scopes = [...sessionScopes], ...grant }: Grant): Kopai {
    // The story's clock is not the client's: only what the server says ends a session here.
    const expiresAt = '9999-01-01T00:00:00.000Z';
    return this.#client({
      session: async () => ({ token: (await this.backend.sessions.create({ ...grant, scopes })).token, expiresAt }),
    });
  }

  /** A page that stands by one session, whatever becomes of it. */
  holding(token: string): Kopai {
    return this.#client({ session: async () => ({ token, expiresAt: '9999-01-01T00:00:00.000Z' }) });
  }

  /** One request as a program without the client makes it. */
  raw(route: string, { as, body, headers }: RawRequest = {}): Promise<Response> {
    const [method = 'GET', path = ''] = route.split(' ');
    return this.#fetch(this.subject.baseUrl + path, {
      method,
      headers: { ...(as !== undefined && { authorization: `Bearer ${as}` }), ...headers },
      ...(body !== undefined && { body }),
    });
  }

  /** Time goes by, in milliseconds, and what falls due is done. */
  async later(ms: number): Promise<void> {
    this.subject.advance(ms);
    await this.subject.catchUp();
  }

  /** Requests that come all at once have no order to be taken down in: a story shows what they came to. */
  get atOnce(): { readonly backend: Kopai; readonly fetch: typeof globalThis.fetch } {
    const { baseUrl, fetch, apiKey } = this.subject;
    return { backend: new Kopai({ baseUrl, fetch, apiKey, maxRetries: 0 }), fetch };
  }

  /** The call is refused with this code. */
  async refused(call: PromiseLike<unknown>, code: ProblemCode): Promise<KopaiError> {
    const [outcome] = await Promise.allSettled([call]);
    expect(outcome, code).toMatchObject({ status: 'rejected', reason: { code } });
    return (outcome as PromiseRejectedResult).reason;
  }

  /** A public agent on a model of its own. Amounts in microcredits. */
  async agent(
    id: string,
    {
      infra = 1_000_000n,
      ...more
    }: {
      infra?: bigint;
      addOn?: bigint;
      freeMessages?: number;
      orgId?: string;
      visibility?: 'public' | 'private';
    } = {},
  ): Promise<void> {
    await this.backend.models.put(`${id}-model`, { name: `Model of ${id}`, infra });
    await this.backend.agents.put(id, {
      name: `Agent ${id}`,
      modelId: `${id}-model`,
      orgId: 'studio',
      visibility: 'public',
      ...more,
    });
  }

  async grant(wallet: string, amount: bigint): Promise<void> {
    await this.backend.adjustments.create({ wallet, amount, reason: 'A gift' });
  }

  #client(credential: { apiKey: string } | { session: () => Promise<{ token: string; expiresAt: string }> } | object) {
    return new Kopai({ ...credential, baseUrl: this.subject.baseUrl, fetch: this.#fetch, maxRetries: 0 });
  }
}
