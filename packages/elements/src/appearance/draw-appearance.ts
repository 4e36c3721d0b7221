import { type Appearance, appearanceNames } from './appearance.ts';

const sheets = new WeakMap<Document | ShadowRoot, CSSStyleSheet>();

/**
 * Sets the tokens of an appearance on what a selector matches, in place of those it set there before. They go through the object model
 * into a constructed stylesheet: a policy against inline styles allows that, and no value can break out of its declaration.
 */
export function drawAppearance(
  root: Document | ShadowRoot,
  selector: string,
  { theme, variables }: Appearance = {},
): void {
  let sheet = sheets.get(root);
  if (!sheet) {
    if (!theme && !variables) return;
    sheet = new CSSStyleSheet();
    sheets.set(root, sheet);
    root.adoptedStyleSheets.push(sheet);
  }
  sheet.replaceSync(`${selector}{}`);
  const [rule] = sheet.cssRules;
  for (const [name, value] of Object.entries({ ...theme?.variables, ...variables })) {
    if (!appearanceNames.some((known) => known === name)) console.warn(`Kopai: no appearance variable "${name}".`);
    else if (value !== undefined) (rule as CSSStyleRule).style.setProperty(tokenOf(name), value);
  }
}

/** `colorOnAccent` -> `--kopai-color-on-accent`. */
const tokenOf = (name: string): string => `--kopai-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
