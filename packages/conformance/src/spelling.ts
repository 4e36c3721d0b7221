/** Members whose values are secrets, places or prose of whoever made them: that there is one counts, not what it is. */
const opaque: ReadonlySet<string> = new Set([
  'checkoutUrl',
  'clientSecret',
  'detail',
  'hint',
  'key',
  'nextCursor',
  'quote',
  'receiptUrl',
  'requestId',
  'secret',
  'token',
]);

/** What Stripe decides about, by the kind of thing that it is told in. */
const decidedAtStripe: Readonly<Record<string, readonly string[]>> = {
  connect: ['requirementsDue'],
  connect_link: ['expiresAt', 'url'],
  entitlements: ['renewsAt'],
  portal_session: ['url'],
};

const id = /\b(adj|aud|chg|evt|key|pay|req|ses|top|txn)_[0-9a-hjkmnp-tv-z]{26}\b/g;
const instant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z/g;
const date = /\b\d{4}-\d\d-\d\d\b/g;
const dayMs = 24 * 60 * 60_000;

/** Writes values so that two Kopais that do the same write the same: ids are numbered, and moments are counted from the story's beginning. */
export class Spelling {
  readonly #startMs: number;
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  /** Any value as JSON, members sorted by name. */
  json(value: unknown): string {
    return JSON.stringify(this.#value(value));
  }

  /** A body that was sent: JSON if it is some. */
  body(text: string): string {
    if (text.length > 2_000) return `(${text.length} characters)`;
    try {
      return this.json(JSON.parse(text));
    } catch {
      return this.text(text);
    }
  }

  text(text: string): string {
    return text
      .replaceAll(id, (found, prefix: string) => this.#name(found, prefix))
      .replaceAll(instant, (found) => this.#moment(found))
      .replaceAll(date, (found) => `(day ${Math.ceil((Date.parse(found) - this.#startMs) / dayMs)})`)
      .replaceAll(/([?&]cursor=)[^&\s]+/g, '$1(cursor)');
  }

  #value(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'bigint') return `${value}n`;
    if (Array.isArray(value)) return value.map((item) => this.#value(item));
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    const kind = 'object' in value ? String(value.object) : '';
    const isHidden = (name: string, member: unknown) =>
      decidedAtStripe[kind]?.includes(name) ? member !== null : opaque.has(name) && typeof member === 'string';
    return Object.fromEntries(
      members.map(([name, member]) => [name, isHidden(name, member) ? `(${name})` : this.#value(member)]),
    );
  }

  #name(found: string, prefix: string): string {
    const known = this.#names.get(found);
    if (known !== undefined) return known;
    const number = (this.#counts.get(prefix) ?? 0) + 1;
    this.#counts.set(prefix, number);
    const name = `(${prefix} ${number})`;
    this.#names.set(found, name);
    return name;
  }

  #moment(found: string): string {
    const seconds = (Date.parse(found) - this.#startMs) / 1000;
    return `(${seconds < 0 ? '-' : '+'}${span(Math.abs(seconds))})`;
  }
}

/** 93784.5 seconds -> `1d 2h 3m 4.5s`. */
function span(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [Math.round((seconds % 60) * 1000) / 1000, 's'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return said.join(' ') || '0s';
}
