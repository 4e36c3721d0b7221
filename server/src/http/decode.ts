import { type InvalidField, Problem } from '@kopai/contracts';
import * as z from 'zod/mini';

/** Faults named in one answer: enough to correct a request at once, few enough to read. */
const errorsMost = 20;

/** Reads a value by its schema; throws `invalid_request` that names each fault and where it is. */
export function decode<S extends z.ZodMiniType>(schema: S, value: unknown, place: string): z.output<S> {
  const result = z.safeDecode(compiled(schema), value as z.input<S>);
  if (result.success) return result.data;
  throw invalid(result.error.issues.flatMap((issue) => faults(issue, place)));
}

const programs = new WeakMap<z.ZodMiniType, z.ZodMiniType>();

/** The schema with a program made for what fits it, at its first use: a tenth of the time. What does not fit is looked through as ever. */
function compiled<S extends z.ZodMiniType>(schema: S): S {
  const known = programs.get(schema) as S | undefined;
  if (known) return known;
  const program = z.compile(schema);
  programs.set(schema, program);
  return program;
}

export const invalid = (errors: readonly InvalidField[]) =>
  new Problem(
    'invalid_request',
    errors
      .slice(0, 3)
      .map(({ path, message }) => `${path}: ${message}`)
      .join('; '),
    { errors: errors.slice(0, errorsMost) },
  );

function faults(issue: z.core.$ZodIssue, place: string): InvalidField[] {
  const path = [place, ...issue.path.map(String)].join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: `${path}.${key}`, message: 'is not a known member' }));
  }
  if (issue.code === 'invalid_union') {
    const nearest = issue.errors.map((issues) => issues).sort((a, b) => depth(b) - depth(a))[0] ?? [];
    return nearest.flatMap((inner) => faults(inner, path));
  }
  return [{ path, message: issue.message }];
}

/** Of the ways a union could have matched, the one that failed deepest is the one that was meant. */
const depth = (issues: readonly z.core.$ZodIssue[]) => Math.max(0, ...issues.map((issue) => issue.path.length));
