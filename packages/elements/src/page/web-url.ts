/** A URL that a link may lead to; `undefined` for all that is no page of the web, such as a `javascript:` URL, which a link would run. */
export const webUrl = (url: string | null): string | undefined =>
  url !== null && /^https?:\/\//i.test(url) ? url : undefined;

/** Leaves for a page. Throws a `RangeError` for what is none, since `location` would run it. */
export function leaveFor(url: string): void {
  if (webUrl(url) === undefined) throw new RangeError(`not a page: ${url}`);
  location.assign(url);
}
