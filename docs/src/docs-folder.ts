import { fileURLToPath } from 'node:url';

/** The folder of the docs package, with a slash at its end. */
export const DOCS: string = fileURLToPath(new URL('..', import.meta.url));
