import type { Attribute, ClassField, ClassMember } from 'custom-elements-manifest/schema.js';
import type { ElementDeclaration } from './manifest.ts';

const HEADER = "// Made from the elements' manifest: change the elements, then run `pnpm derive`.\n";

/** What a wrapper or a type needs to know of one element. */
interface Element {
  readonly tag: string;
  readonly className: string;
  /** The element's entry of `@kopai/elements`: `cost-badge`. */
  readonly entry: string;
  readonly summary: string;
  readonly attributes: readonly Attribute[];
  /** Settable properties without an attribute: functions and objects. */
  readonly properties: readonly ClassField[];
  readonly events: readonly { readonly name: string; readonly type: string; readonly description: string }[];
}

/** React wrappers, and the types of the bare tags for React, Vue and Svelte. */
export function frameworkFiles(elements: readonly ElementDeclaration[]): [path: string, text: string][] {
  const seen = elements.map(seenFrom);
  return [
    ...seen.map((element): [string, string] => [`packages/react/src/${element.entry}.ts`, reactWrapper(element)]),
    ['packages/react/src/index.ts', reactIndex(seen)],
    ['packages/react/src/jsx.ts', jsxTypes(seen)],
    ['packages/elements/src/frameworks/vue.ts', vueTypes(seen)],
    ['packages/elements/src/frameworks/svelte.ts', svelteTypes(seen)],
  ];
}

function seenFrom({ tagName, name, description = '', ...element }: ElementDeclaration): Element {
  const attributes = element.attributes ?? [];
  const mirrored = new Set(attributes.map(({ fieldName }) => fieldName));
  return {
    tag: tagName,
    className: name,
    entry: tagName.replace(/^kopai-/, ''),
    summary: description.split('\n\n')[0]?.replaceAll('\n', ' ') ?? '',
    attributes,
    properties: (element.members ?? []).filter(isSettable).filter(({ name }) => !mirrored.has(name)),
    events: (element.events ?? []).map((event) => ({
      name: event.name,
      type: event.type.text,
      description: event.description ?? '',
    })),
  };
}

/** The manifest says `readonly` of getters; its published types leave that out. */
const isSettable = (member: ClassMember): member is ClassField =>
  member.kind === 'field' && !('readonly' in member && member.readonly);

const isBoolean = ({ type }: Attribute) => type?.text === 'boolean';

/** `kopai-topup-success` -> `onKopaiTopupSuccess`. */
const handlerOf = (event: string) =>
  `on${event.replace(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase())}`;

const quoted = (names: readonly (string | undefined)[]) =>
  names.length === 0 ? 'never' : names.map((name) => `'${name}'`).join(' | ');

function reactWrapper({ tag, className, entry, summary, attributes, properties, events }: Element): string {
  const eventTypes = [...new Set(events.map(({ type }) => type))].sort();
  const props = [
    ...[...attributes.map(({ fieldName }) => fieldName), ...properties.map(({ name }) => name)].map(
      (name) => `  readonly ${name}?: ${className}Element['${name}'] | undefined;`,
    ),
    ...events.map(
      ({ name, type, description }) =>
        `  /** ${description} */\n  readonly ${handlerOf(name)}?: ((event: ${type}) => void) | undefined;`,
    ),
  ];
  const record = (pairs: readonly (readonly [string | undefined, string])[]) =>
    pairs.length === 0 ? '{}' : `{\n${pairs.map(([key, value]) => `    ${key}: '${value}',\n`).join('')}  }`;
  const types = [`${className} as ${className}Element`, ...eventTypes].map((type) => `type ${type}`);
  return `${HEADER}import '@kopai/elements/${entry}';
import { ${types.join(', ')} } from '@kopai/elements';
import { type WrapperProps, wrap } from './wrap.ts';

/** What the component takes: the properties of \`<${tag}>\`, and a handler for each of its events. */
export interface ${className}Props extends WrapperProps {
${props.join('\n')}
}

/** ${summary} */
export const ${className} = wrap<${className}Element, ${className}Props>({
  tag: '${tag}',
  attributes: ${record(attributes.filter((it) => !isBoolean(it)).map(({ fieldName, name }) => [fieldName, name]))},
  switches: ${record(attributes.filter(isBoolean).map(({ fieldName, name }) => [fieldName, name]))},
  properties: [${properties.map(({ name }) => `'${name}'`).join(', ')}],
  events: ${record(events.map(({ name }) => [handlerOf(name), name]))},
});
`;
}

function reactIndex(elements: readonly Element[]): string {
  const exports = elements.map(
    ({ className, entry }) => `export { ${className}, type ${className}Props } from './${entry}.ts';`,
  );
  return `${HEADER}${exports.join('\n')}\n`;
}

/** The attributes of a bare tag, as HTML writes them. */
const attributeTypes = ({ attributes }: Element) =>
  attributes.map(
    (it) => `${/-/.test(it.name) ? `'${it.name}'` : it.name}?: ${isBoolean(it) ? "boolean | ''" : 'string'};`,
  );

const propertyNames = ({ attributes, properties }: Element) =>
  quoted([...attributes.map(({ fieldName }) => fieldName), ...properties.map(({ name }) => name)]);

function jsxTypes(elements: readonly Element[]): string {
  const tags = elements.map(
    (element) => `      '${element.tag}': Tag<${element.className}, { ${attributeTypes(element).join(' ')} }>;`,
  );
  return `${HEADER}import type { ${elements.map(({ className }) => className).join(', ')} } from '@kopai/elements';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

/** A bare tag: its attributes as HTML writes them. Objects and functions are set through a \`ref\`, or use the wrappers. */
type Tag<Element extends HTMLElement, Attributes> = Omit<
  DetailedHTMLProps<HTMLAttributes<Element>, Element>,
  keyof Attributes
> &
  Attributes & { class?: string };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${tags.join('\n')}
    }
  }
}
`;
}

/** The type of an object with these fields; `{}` would be the type of anything. */
const fields = (declared: readonly string[]) =>
  declared.length === 0 ? 'Record<never, never>' : `{ ${declared.join(' ')} }`;

function vueTypes(elements: readonly Element[]): string {
  const tags = elements.map((element) => {
    const events = element.events.map(({ name, type }) => `'${name}': (event: ${type}) => void;`);
    return `    '${element.tag}': Tag<${element.className}, ${propertyNames(element)}, ${fields(events)}>;`;
  });
  const eventTypes = new Set(elements.flatMap(({ events }) => events.map(({ type }) => type)));
  const names = [...elements.map(({ className }) => className), ...eventTypes].sort();
  return `${HEADER}import type { AllowedComponentProps, EmitsToProps, PublicProps } from 'vue';
import type { ${names.join(', ')} } from '../index.ts';

/** An element in a Vue template: its properties, and its events with \`@\`. */
type Tag<Element extends HTMLElement, Names extends keyof Element, Events extends Record<string, (event: never) => void>> = new () => {
  $props: Partial<Pick<Element, Names>> & PublicProps & AllowedComponentProps & EmitsToProps<Events>;
};

declare module 'vue' {
  interface GlobalComponents {
${tags.join('\n')}
  }
}
`;
}

function svelteTypes(elements: readonly Element[]): string {
  const tags = elements.map((element) => {
    const events = element.events.map(({ name, type }) => `'on${name}'?: (event: ${type}) => void;`);
    return `    '${element.tag}': Tag<${element.className}, ${propertyNames(element)}, ${fields([...attributeTypes(element).filter((it) => it.startsWith("'")), ...events])}>;`;
  });
  const eventTypes = new Set(elements.flatMap(({ events }) => events.map(({ type }) => type)));
  const names = [...elements.map(({ className }) => className), ...eventTypes].sort();
  return `${HEADER}import type { HTMLAttributes } from 'svelte/elements';
import type { ${names.join(', ')} } from '../index.ts';

/** An element in a Svelte template: its properties and attributes, and its events as \`onkopai-…\`. */
type Tag<Element extends HTMLElement, Names extends keyof Element, More> = Omit<HTMLAttributes<Element>, Names> &
  Partial<Pick<Element, Names>> &
  More;

declare module 'svelte/elements' {
  export interface SvelteHTMLElements {
${tags.join('\n')}
  }
}
`;
}
