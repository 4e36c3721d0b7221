/** The old values of the top-level fields that differ: what Stripe sends as `previous_attributes`. */
export function changedFields<T extends object>(before: T, after: T): Partial<T> {
  const current = new Map(Object.entries(after));
  const changed = Object.entries(before).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(current.get(field)),
  );
  // Each entry comes from a `T`, which is what makes this cast true.
  return Object.fromEntries(changed) as Partial<T>;
}
