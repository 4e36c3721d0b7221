import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Answer } from './exchange.ts';
import type { Document, Operation } from './operations.ts';
import type { Plan } from './plan.ts';

/** Says what is wrong with an answer; `undefined` for one that keeps every promise of the document. */
export type Judge = (plan: Plan, answer: Answer) => string | undefined;

/** What an answer must never show: where in the code it failed, or what the database was asked. */
const inside =
  /\bat \S+ \(|\.ts:\d+|node:internal|node_modules|\b(select|insert into|update) .+ (from|values|set) |relation "|violates \w+ constraint/i;

const everyAnswer = ['x-request-id', 'x-content-type-options', 'content-security-policy', 'cache-control'];

/** Judges answers by the document: their status, their media type, their shape to the last member. */
export function judgeBy(document: Document): Judge {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false });
  ajv.addSchema(closed(document) as object, 'api');
  const validators = new Map<string, ValidateFunction>();
  const validatorFor = ({ path, method }: Operation, status: number, media: string): ValidateFunction => {
    const pointer = ['paths', path, method.toLowerCase(), 'responses', String(status), 'content', media, 'schema'];
    const ref = `api#/${pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
    const made = validators.get(ref) ?? ajv.compile({ $ref: ref });
    validators.set(ref, made);
    return made;
  };

  return ({ operation }, { status, headers, text }) => {
    if (status >= 500) return `answered ${status}`;
    const said = operation.answers[status];
    const media = (headers.get('Content-Type') ?? '').split(';')[0] ?? '';
    if (said === undefined) return isLostPath(status, text) ? undefined : `${status} is not documented`;
    if (said.content[media] === undefined) return `${status} comes as ${JSON.stringify(media)}`;
    for (const name of everyAnswer) if (!headers.has(name)) return `has no ${name}`;
    if (/public/.test(headers.get('Cache-Control') ?? '') && status !== 200) return 'a refusal may be cached by all';
    if (inside.test(text)) return 'shows what is inside';
    if (!media.endsWith('json')) return undefined;
    const body: unknown = parsed(text);
    if (body === undefined) return 'is not JSON';
    const isValid = validatorFor(operation, status, media);
    return isValid(body) ? undefined : `has an unknown shape: ${ajv.errorsText(isValid.errors)}`;
  };
}

/** A path with an odd value in it may be no path of the API at all, which no operation can document. */
const isLostPath = (status: number, text: string) => status === 404 && /"code":"route_not_found"/.test(text);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The document with its objects closed: a member that it does not name is a fault. What says by itself that it is open stays so, and problems do. */
function closed(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => closed(item));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'Problem' || key === 'allOf' ? inner : closed(inner, key),
    ]),
  );
  const isObject = 'type' in members && members.type === 'object' && 'properties' in members;
  return isObject && name !== 'properties' && !('additionalProperties' in members)
    ? { ...members, additionalProperties: false }
    : members;
}
