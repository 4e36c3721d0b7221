import type { World } from '../world/world.ts';
import { invalidRequest } from './api-error.ts';

/** Stripe expands four levels deep at most: https://docs.stripe.com/api/expanding_objects */
const greatestDepth = 4;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Replaces ids by the objects they name along each path, such as `payment_intent.latest_charge` or
 * `data.line_items`, and adds the fields that appear only on demand. The given answer is not changed.
 * @throws {ApiError} 400 when a path names nothing that can be expanded.
 */
export function expand(world: World, answer: object, paths: readonly string[]): object {
  return paths.reduce((expanded, path) => {
    const steps = path.split('.');
    if (steps.length > greatestDepth + (steps[0] === 'data' ? 1 : 0)) {
      throw invalidRequest(`You cannot expand more than ${greatestDepth} levels of a property: ${path}`, {
        param: 'expand',
      });
    }
    return expandObject(world, expanded, steps, path);
  }, answer);
}

function expandObject(world: World, node: object, steps: readonly string[], path: string): object {
  const [step, ...rest] = steps;
  if (step === undefined) return node;
  const fields: Fields = { ...node };
  const value = fields[step] === undefined ? include(world, fields, step, path) : fields[step];
  return { ...fields, [step]: expandValue(world, value, rest, path) };
}

function expandValue(world: World, value: unknown, rest: readonly string[], path: string): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map((item) => expandValue(world, item, rest, path));
  if (typeof value === 'string') return expandObject(world, lookUp(world, value, path), rest, path);
  if (typeof value === 'object') return expandObject(world, value, rest, path);
  throw cannotExpand(path);
}

function lookUp(world: World, id: string, path: string): object {
  for (const kind of world.kinds) {
    const found = kind.find(world, id);
    if (found) return found;
  }
  throw cannotExpand(path);
}

function include(world: World, fields: Fields, step: string, path: string): unknown {
  const make = world.kinds.find((kind) => kind.object === fields.object)?.includes[step];
  if (!make || typeof fields.id !== 'string') throw cannotExpand(path);
  return make(world, fields.id);
}

function cannotExpand(path: string): Error {
  return invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' });
}
