import { bodyBytesMost, type Endpoint, type InvalidField, Problem } from '@kopai/contracts';
import * as z from 'zod/mini';
import inEnglish from 'zod/v4/locales/en.js';

/** Faults named in one answer. */
const errorsMost = 20;

const { localeError } = inEnglish();

/** Reads a value by its schema, or refuses it with each fault and where it is. */
export function decode(schema: z.ZodMiniType | undefined, value: unknown, place: string): unknown {
  if (!schema) return {};
  const result = z.safeDecode(schema, value, { error: localeError });
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => faults(issue, place)).slice(0, errorsMost);
  throw new Problem('invalid_request', errors.map(({ path, message }) => `${path}: ${message}`).join('; '), { errors });
}

function faults(issue: z.core.$ZodIssue, place: string): InvalidField[] {
  const path = [place, ...issue.path.map(String)].join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: `${path}.${key}`, message: 'is not a known member' }));
  }
  if (issue.code === 'invalid_union') {
    const [nearest = []] = [...issue.errors].sort((a, b) => depth(b) - depth(a));
    return nearest.flatMap((inner) => faults(inner, path));
  }
  return [{ path, message: issue.message }];
}

/** Of the ways a union could have matched, the one that failed deepest is the one that was meant. */
const depth = (issues: readonly z.core.$ZodIssue[]) => Math.max(0, ...issues.map((issue) => issue.path.length));

/** The query as values by name; a name that comes more than once is a list. */
export function queryOf(url: string): Record<string, unknown> {
  const { searchParams } = new URL(url);
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
}

/** The parsed body, where the endpoint takes one; none at all counts as an empty object. */
export async function bodyOf(request: Request, { body, bodyBytes = bodyBytesMost }: Endpoint): Promise<unknown> {
  if (!body) return undefined;
  const text = await request.text();
  if (text === '') return {};
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    throw new Problem('unsupported_media_type', 'Send the body as application/json.');
  }
  if (new TextEncoder().encode(text).length > bodyBytes) {
    throw new Problem('body_too_large', 'The body is larger than this route takes.');
  }
  const parsed = parse(text);
  if (typeof parsed === 'object' && parsed !== null) return parsed;
  throw new Problem('malformed_json', 'The body could not be read as JSON.');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
