import type { EndpointName, ProblemCode, ProblemMembers } from '@kopai/contracts';

/** Refusals that need nothing said beside them. Those with members come about by themselves. */
export type PlainProblem = Exclude<ProblemCode, keyof ProblemMembers>;

type Scope = EndpointName | '*';

/** What stands between a page and a world. May change while a page is open. */
export class Weather {
  /** Milliseconds that each request waits before it is answered. */
  latencyMs = 0;
  /** Whether requests get no answer at all. */
  offline = false;
  /** What every request is refused with. */
  refusesWith: PlainProblem | undefined;
  readonly #delays = new Map<EndpointName, number>();
  readonly #failures = new Map<Scope, { readonly code: PlainProblem; left: number }>();

  fail(scope: Scope, code: PlainProblem, times: number): void {
    this.#failures.set(scope, { code, left: times });
  }

  delay(scope: Scope, ms: number): void {
    if (scope === '*') this.latencyMs = ms;
    else this.#delays.set(scope, ms);
  }

  calm(): void {
    this.latencyMs = 0;
    this.offline = false;
    this.refusesWith = undefined;
    this.#delays.clear();
    this.#failures.clear();
  }

  /** How long a request waits, in milliseconds. */
  delayOf(endpoint: EndpointName | undefined): number {
    return (endpoint && this.#delays.get(endpoint)) ?? this.latencyMs;
  }

  /** What a request is refused with now; counts it. */
  refusalOf(endpoint: EndpointName | undefined): PlainProblem | undefined {
    const failure = (endpoint && this.#failures.get(endpoint)) ?? this.#failures.get('*');
    if (!failure || failure.left <= 0) return this.refusesWith;
    failure.left -= 1;
    return failure.code;
  }
}
