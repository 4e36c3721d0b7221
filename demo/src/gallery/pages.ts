import { badgesPage } from './badges-page.ts';
import { galleryPage } from './gallery-page.ts';

/** The gallery's pages by their paths. They are the same for everybody, and ask no server for anything. */
export const galleryPages: readonly (readonly [path: string, draw: () => string])[] = [
  ['/gallery', galleryPage],
  ['/gallery/badges', badgesPage],
];
