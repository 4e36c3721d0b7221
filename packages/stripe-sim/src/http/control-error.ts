/** A refusal of one of the simulator's own routes: 400 unless told, with a sentence that says what would be right. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

/** Reads one of `choices` out of a JSON body. */
export function readChoice<const T extends string>(
  body: Readonly<Record<string, unknown>>,
  name: string,
  choices: readonly T[],
): T {
  const found = choices.find((choice) => choice === body[name]);
  if (found === undefined) throw new ControlError(`"${name}" must be one of ${choices.join(', ')}`);
  return found;
}

/** Reads a string that must be there and not be empty. */
export function readText(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw new ControlError(`"${name}" must be a string`);
  return value;
}

/** Reads a whole number of at least `min`, or null where it is left out. */
export function readInteger(body: Readonly<Record<string, unknown>>, name: string, min: number): number | null {
  const value = body[name];
  if (value === undefined) return null;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min) {
    throw new ControlError(`"${name}" must be a whole number of at least ${min}`);
  }
  return value;
}

/** Reads `true` or `false`, or null where it is left out. */
export function readFlag(body: Readonly<Record<string, unknown>>, name: string): boolean | null {
  const value = body[name];
  if (value === undefined) return null;
  if (typeof value !== 'boolean') throw new ControlError(`"${name}" must be true or false`);
  return value;
}

/** Reads a list of strings, or null where it is left out. */
export function readTexts(body: Readonly<Record<string, unknown>>, name: string): string[] | null {
  const value = body[name];
  if (value === undefined) return null;
  const isTexts = Array.isArray(value) && value.every((item): item is string => typeof item === 'string');
  if (!isTexts) throw new ControlError(`"${name}" must be a list of strings`);
  return value;
}

/** @throws {ControlError} for the first member that is not one of `names`: a slip of the pen must not pass silently. */
export function refuseOthers(body: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const other = Object.keys(body).find((name) => !names.includes(name));
  if (other !== undefined) throw new ControlError(`"${other}" is not known here: ${names.join(', ')}`);
}
