/** `T` as it is stored: its expandable fields `K` hold ids only, never whole objects. */
export type WithIds<T, K extends keyof T> = Omit<T, K> & { [P in K]: Extract<T[P], string | null> };
