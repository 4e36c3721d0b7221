import * as z from 'zod/mini';

/**
 * An answer's shape and types are held to its schema, and its amounts are encoded by it. Patterns and bounds are not matched again: they are for what comes
 * from outside, and to encode through them costs everything twice.
 */
const shapeAlone: z.core.ParseContextInternal<z.core.$ZodIssue> = { skipChecks: true };

const programs = new WeakMap<z.core.$ZodType, z.core.$ZodType>();

/** A reply as JSON. Throws where it is not what its schema says. */
export function encode<S extends z.ZodMiniType>(schema: S, reply: z.output<S>): string {
  const program = programs.get(schema) ?? withPrograms(schema);
  programs.set(schema, program);
  return JSON.stringify(z.encode(program, reply, shapeAlone));
}

/**
 * The schema with a program made for each of its objects, as the schemas of the larger kind of zod have them: less than half of the time. Those of the
 * smaller kind look at each member by itself, for a page's policy may forbid programs that are made there; a server has none.
 */
function withPrograms(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'object') {
    const shape = Object.entries(def.shape).map(([name, member]) => [name, withPrograms(member)]);
    return new z.core.$ZodObjectJIT({ ...def, shape: Object.fromEntries(shape) });
  }
  if (def.type === 'array') return new z.core.$ZodArray({ ...def, element: withPrograms(def.element) });
  if (def.type === 'nullable') return new z.core.$ZodNullable({ ...def, innerType: withPrograms(def.innerType) });
  if (def.type === 'union' && !('discriminator' in def))
    return new z.core.$ZodUnion({ ...def, options: def.options.map(withPrograms) });
  return schema;
}
