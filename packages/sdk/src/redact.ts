/** What must not stand in a log, and what stands there instead. The kind of a credential is kept: it tells a wrong one from a missing one. */
const secrets: readonly (readonly [RegExp, string])[] = [
  // Stripe's client secrets, before the ids that they begin with.
  [/([a-z]{2,8}_(?:test_|live_)?)[A-Za-z0-9]+_secret_[\w%-]+/g, '$1…_secret_…'],
  [/(kopai_(?:sk|ses)_|[srp]k_(?:test|live)_|whsec_|mock_(?:quote|secret)_)[\w+/=%-]+/g, '$1…'],
  // JSON web tokens, as quotes are.
  [/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, 'eyJ…'],
  [/(Bearer|Basic)(?: |\+|%20)+(?!kopai_)[^\s"',&?]+/gi, '$1 …'],
  // An address may be a user's id, and then stands in a path, where `@` and what surrounds it may be percent-encoded.
  [/(?:(?<=%[0-9A-F]{2})|(?<![\w%]))(?:[\w.~+-]|%2B)+(?:@|%40)[\w-]+(?:\.[\w-]+)+/gi, '…@…'],
];

/** A text without the credentials, tokens, client secrets and e-mail addresses in it. */
export const redact = (text: string): string =>
  secrets.reduce((rest, [secret, shown]) => rest.replaceAll(secret, shown), text);

/** A URL without them, however they are encoded in it. */
export const redactedUrl = (url: string): string =>
  redact(url).replaceAll(/[^/?&=#…@]+/g, (piece) => {
    const plain = decoded(decoded(piece));
    return redact(plain) === plain ? piece : redact(plain);
  });

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Headers without what must not be shown. */
export function redactedHeaders(headers: Headers): Record<string, string> {
  const shown: Record<string, string> = {};
  headers.forEach((value, name) => {
    shown[name] = /^(set-)?cookie$/.test(name) ? '…' : redactedUrl(value);
  });
  return shown;
}
