/** What an appearance may set: the first layer of tokens. `colorOnAccent` is `--kopai-color-on-accent`, and so on. */
export const appearanceNames = [
  'colorText',
  'colorMuted',
  'colorSurface',
  'colorRaised',
  'colorLine',
  'colorControl',
  'colorAccent',
  'colorOnAccent',
  'colorPositive',
  'colorNotice',
  'colorDanger',
  'fontFamily',
  'fontSize',
  'fontWeight',
  'radius',
  'controlSize',
  'spacingUnit',
] as const;

/** Values of tokens, as CSS writes them: `'8px'`, `'#2f54d4'`, or one for each scheme by `'light-dark(#2f54d4, #92abff)'`. */
export type AppearanceVariables = Readonly<Partial<Record<(typeof appearanceNames)[number], string | undefined>>>;

/** A look of its own. Those of `@kopai/elements/themes` are ready; a page can write its own. */
export interface Theme {
  readonly name: string;
  readonly variables: AppearanceVariables;
}

/** How the elements look: a theme, and what differs from it. Tokens that the page's own stylesheets set win over both. */
export interface Appearance {
  readonly theme?: Theme | undefined;
  readonly variables?: AppearanceVariables | undefined;
}
