import type { Harvest } from './harvest.ts';
import type { CallerName, Plan } from './plan.ts';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Door {
  readonly url: string;
  /** The credential of each caller; undefined for none. */
  readonly tokens: Readonly<Record<CallerName, string | undefined>>;
  readonly harvest: Harvest;
}

/** No answer takes nearly as long: a request that waits for its twin gives up after 20 s, and nothing here is slow. In ms. */
const patienceMs = 25_000;

/** Sends a request over HTTP and reads the answer; of a stream, what it says first. */
export async function exchange({ url, tokens, harvest }: Door, plan: Plan): Promise<Answer> {
  const token = tokens[plan.caller];
  const body = plan.body === undefined ? undefined : harvest.fill(plan.body);
  const response = await fetch(url + pathOf(plan, harvest), {
    method: plan.operation.method,
    headers: { ...plan.headers, ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
    ...(body !== undefined && { body }),
    redirect: 'manual',
    signal: AbortSignal.timeout(patienceMs),
  });
  const isStream = response.headers.get('Content-Type')?.startsWith('text/event-stream') ?? false;
  const text = isStream ? await firstOf(response) : await response.text();
  if (response.ok) harvest.gather(text);
  return { status: response.status, headers: response.headers, text };
}

function pathOf({ operation, params, query }: Plan, harvest: Harvest): string {
  const encoded = (text: string) => encodeURIComponent(harvest.fill(text).toWellFormed());
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(params[name] ?? ''));
  const pairs = query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

async function firstOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return new TextDecoder().decode(first?.value);
}
