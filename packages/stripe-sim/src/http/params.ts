import { invalidRequest } from './api-error.ts';

type Hash = Readonly<Record<string, unknown>>;

/** Stripe's own limits on metadata: https://docs.stripe.com/api/metadata */
const metadataLimits = { keys: 50, keyLength: 40, valueLength: 500 };

/**
 * The parameters of a request, read by name with Stripe's own complaints. It remembers what was read, so that
 * `refuseUnread` can name a parameter nobody knows, as Stripe does. An empty string stands for "nothing" as in Stripe's
 * form encoding, so readers answer null for it.
 */
export class Params {
  readonly #values: Hash;
  readonly #path: string;
  readonly #read = new Set<string>();
  readonly #children: Params[] = [];

  constructor(values: Hash, path = '') {
    this.#values = values;
    this.#path = path;
  }

  string(name: string): string | null {
    const value = this.#take(name);
    if (value === undefined || value === '') return null;
    if (typeof value !== 'string') throw this.#invalid(name, 'string');
    return value;
  }

  requiredString(name: string): string {
    return this.string(name) ?? this.#missing(name);
  }

  /** A whole number from `min` to `max`. */
  integer(name: string, min = 0, max = Number.MAX_SAFE_INTEGER): number | null {
    const text = this.string(name);
    if (text === null) return null;
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value)) {
      throw invalidRequest(`Invalid integer: ${text}`, { code: 'parameter_invalid_integer', param: this.name(name) });
    }
    if (value < min || value > max) {
      const bound = value < min ? `greater than or equal to ${min}` : `less than or equal to ${max}`;
      throw invalidRequest(`This value must be ${bound}.`, { param: this.name(name) });
    }
    return value;
  }

  requiredInteger(name: string, min?: number, max?: number): number {
    return this.integer(name, min, max) ?? this.#missing(name);
  }

  boolean(name: string): boolean | null {
    const text = this.string(name);
    if (text === null) return null;
    if (text !== 'true' && text !== 'false')
      throw invalidRequest(`Invalid boolean: ${text}`, { param: this.name(name) });
    return text === 'true';
  }

  choice<const T extends string>(name: string, choices: readonly T[]): T | null {
    const text = this.string(name);
    if (text === null) return null;
    const found = choices.find((choice) => choice === text);
    if (found === undefined) {
      throw invalidRequest(`Invalid ${this.name(name)}: must be one of ${choices.join(', ')}`, {
        param: this.name(name),
      });
    }
    return found;
  }

  /** A nested hash such as `payment_intent_data[…]`. */
  child(name: string): Params | null {
    const value = this.#take(name);
    if (value === undefined || value === '') return null;
    if (!isHash(value)) throw this.#invalid(name, 'object');
    return this.#adopt(new Params(value, this.name(name)));
  }

  /** A list of hashes such as `line_items[0][…]`. */
  list(name: string): Params[] {
    return this.#items(name).map((item, index) => {
      if (!isHash(item)) throw this.#invalid(`${name}[${index}]`, 'object');
      return this.#adopt(new Params(item, `${this.name(name)}[${index}]`));
    });
  }

  strings(name: string): string[] {
    return this.#items(name).map((item) => {
      if (typeof item !== 'string') throw this.#invalid(name, 'string');
      return item;
    });
  }

  /** Keys and values as sent; an empty value asks for the key to be removed, which `mergeMetadata` does. */
  metadata(name = 'metadata'): Record<string, string> {
    const value = this.#take(name);
    if (value === undefined || value === '') return {};
    if (!isHash(value)) throw this.#invalid(name, 'object');
    const entries = Object.entries(value).map(([key, text]): [string, string] => {
      if (typeof text !== 'string') throw this.#invalid(`${name}[${key}]`, 'string');
      if (key.length > metadataLimits.keyLength || text.length > metadataLimits.valueLength) {
        const { keyLength, valueLength } = metadataLimits;
        throw invalidRequest(
          `Metadata keys can be up to ${keyLength} characters long and values up to ${valueLength}.`,
          {
            param: this.name(name),
          },
        );
      }
      return [key, text];
    });
    if (entries.length > metadataLimits.keys) {
      throw invalidRequest(`Metadata can have up to ${metadataLimits.keys} keys.`, { param: this.name(name) });
    }
    return Object.fromEntries(entries);
  }

  /** A range of instants in Unix seconds: `created[gte]=…`, or `created=…` for one instant. */
  range(name: string): Record<'gt' | 'gte' | 'lt' | 'lte', number | null> {
    if (typeof this.#values[name] === 'string') {
      const instant = this.integer(name);
      return { gt: null, gte: instant, lt: null, lte: instant };
    }
    const bounds = this.child(name);
    const bound = (side: string) => bounds?.integer(side) ?? null;
    return { gt: bound('gt'), gte: bound('gte'), lt: bound('lt'), lte: bound('lte') };
  }

  /** Whether the parameter was sent at all, be it empty. */
  has(name: string): boolean {
    return Object.hasOwn(this.#values, name);
  }

  /** Accepts parameters of Stripe that change nothing here. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.#read.add(name);
  }

  /** How an error names a parameter: `line_items[0][quantity]`. */
  name(name: string): string {
    return this.#path === '' ? name : `${this.#path}[${name}]`;
  }

  /** @throws {ApiError} 400 `parameter_unknown` for the first parameter that no handler asked for. */
  refuseUnread(): void {
    for (const name of Object.keys(this.#values)) {
      if (this.#read.has(name)) continue;
      const unknown = this.name(name);
      throw invalidRequest(`Received unknown parameter: ${unknown}`, { code: 'parameter_unknown', param: unknown });
    }
    for (const child of this.#children) child.refuseUnread();
  }

  #take(name: string): unknown {
    this.#read.add(name);
    return Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
  }

  #adopt(child: Params): Params {
    this.#children.push(child);
    return child;
  }

  /** A list arrives as an array, or as a hash of indices where it is longer than the parser's limit. */
  #items(name: string): unknown[] {
    const value = this.#take(name);
    if (value === undefined || value === '') return [];
    if (Array.isArray(value)) return value;
    if (isHash(value)) return Object.values(value);
    throw this.#invalid(name, 'array');
  }

  #missing(name: string): never {
    const param = this.name(name);
    throw invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  }

  #invalid(name: string, expected: string): Error {
    return invalidRequest(`Invalid ${expected}`, { param: this.name(name) });
  }
}

function isHash(value: unknown): value is Hash {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Metadata after an update: new keys added, empty values removed. */
export function mergeMetadata(
  before: Readonly<Record<string, string>>,
  change: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== ''));
}
