/** How a state is looked at. Every choice is a parameter of the page's URL, so that people and tests can link to it. */
export const choices = {
  theme: ['house', 'ink', 'paper', 'lagoon'],
  scheme: ['auto', 'light', 'dark'],
  dir: ['auto', 'ltr', 'rtl'],
  lang: ['en', 'de', 'es', 'ja', 'ar'],
  width: ['640', '320', '480', 'full'],
  /** How long each answer takes, in milliseconds. */
  delay: ['0', '200', '2000'],
} as const;

export type Choice = keyof typeof choices;

/** The first of each kind is what is shown unless the URL says else. */
export type GalleryView = { readonly [Kind in Choice]: (typeof choices)[Kind][number] };

/** Reads the choices of a URL; what it says that is none is left out. */
export function viewOf(search: URLSearchParams): GalleryView {
  const read = <Value extends string>(kind: Choice, [first, ...others]: readonly [Value, ...Value[]]): Value =>
    others.find((value) => value === search.get(kind)) ?? first;
  return {
    theme: read('theme', choices.theme),
    scheme: read('scheme', choices.scheme),
    dir: read('dir', choices.dir),
    lang: read('lang', choices.lang),
    width: read('width', choices.width),
    delay: read('delay', choices.delay),
  };
}
