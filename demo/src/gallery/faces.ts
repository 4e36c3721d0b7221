import { fileURLToPath } from 'node:url';

/** Folders with the faces that the gallery is set in. */
export const faceFolders: readonly string[] = ['inter', 'noto-sans-arabic'].map((face) =>
  fileURLToPath(new URL('files/', import.meta.resolve(`@fontsource-variable/${face}/package.json`))),
);
