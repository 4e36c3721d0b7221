/** Where debug lines go. `console` is one. Lines carry no body and no credential. */
export interface Logger {
  debug(message: string, details: Readonly<Record<string, unknown>>): void;
}

type Fetch = typeof globalThis.fetch;

/** A `fetch` that says, for each attempt, what was asked, what came back and how long it took in milliseconds. */
export function logged(fetch: Fetch, logger: Logger): Fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const line = `kopai ${request.method} ${request.url}`;
    const details = { headers: redacted(request.headers) };
    const startMs = performance.now();
    const elapsedMs = () => Math.round(performance.now() - startMs);
    try {
      const response = await fetch(request);
      const requestId = response.headers.get('x-request-id');
      logger.debug(`${line} -> ${response.status}`, { ...details, requestId, durationMs: elapsedMs() });
      return response;
    } catch (error) {
      logger.debug(`${line} -> ${error instanceof Error ? error.name : 'failed'}`, {
        ...details,
        durationMs: elapsedMs(),
      });
      throw error;
    }
  };
}

/** Headers with the credential cut down to what kind it is. */
function redacted(headers: Headers): Record<string, string> {
  const shown = Object.fromEntries(headers);
  if (shown.authorization)
    shown.authorization = shown.authorization.replace(/^(Bearer (?:kopai_(?:sk|ses)_)?).*$/, '$1…');
  return shown;
}
