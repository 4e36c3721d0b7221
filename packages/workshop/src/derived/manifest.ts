import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, ts } from '@custom-elements-manifest/analyzer/index.js';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';
import type { ClassDeclaration, ClassMember, CustomElement, Package } from 'custom-elements-manifest/schema.js';
import { WORKSPACE } from '../suites/command.ts';

/** Where the elements' sources are. */
const ELEMENTS = join(WORKSPACE, 'packages/elements');

/** An element as its users see it: what is private, or an implementation of the base class, is left out. */
export type ElementDeclaration = ClassDeclaration & CustomElement & { readonly tagName: string };

/**
 * The custom-elements manifest of `@kopai/elements`, read from the classes and their JSDoc. Editors, wrappers, types and docs are made from it, so
 * that an attribute is described once.
 */
export function readManifest(): Package {
  const sources = globSync('src/*/*.ts', { cwd: ELEMENTS })
    .filter((path) => !path.endsWith('.test.ts'))
    .sort()
    .map((path) => ts.createSourceFile(path, readFileSync(join(ELEMENTS, path), 'utf8'), ts.ScriptTarget.ES2022, true));
  const analyzed: Package = create({ modules: sources, plugins: litPlugin(), dev: false });
  const modules = analyzed.modules.flatMap((module) => {
    const declarations = module.declarations?.filter(isElement).map(asSeen) ?? [];
    if (declarations.length === 0) return [];
    const names = new Set(declarations.map(({ name }) => name));
    const exports = module.exports?.filter(({ kind, name }) => kind === 'js' && names.has(name)) ?? [];
    return [{ ...module, declarations, exports }];
  });
  return { schemaVersion: analyzed.schemaVersion, modules };
}

/** The elements of a manifest, by the order of their names. */
export function elementsOf(manifest: Package): ElementDeclaration[] {
  return manifest.modules
    .flatMap(({ declarations = [] }) => declarations.filter(isElement))
    .sort((one, other) => one.tagName.localeCompare(other.tagName));
}

function isElement(declaration: object): declaration is ElementDeclaration {
  return 'customElement' in declaration && 'tagName' in declaration;
}

function asSeen(element: ElementDeclaration): ElementDeclaration {
  const members = element.members?.filter(isOwnAndPublic) ?? [];
  const fields = new Set(members.map(({ name }) => name));
  const attributes =
    element.attributes?.filter(({ fieldName }) => fieldName === undefined || fields.has(fieldName)) ?? [];
  // The analyzer also finds places where some event is dispatched; the JSDoc names the ones that are meant for users.
  const events = element.events?.filter(({ name }) => name?.startsWith('kopai-')) ?? [];
  const described = members.map((member) => ({ ...member, ...descriptionFrom(attributes, member) }));
  return { ...element, members: described, attributes, events };
}

/** Not: private parts, what every Lit element has, and callbacks that the browser or the base class calls. */
const isOwnAndPublic = (member: ClassMember): boolean =>
  !('inheritedFrom' in member && member.inheritedFrom?.module === undefined) &&
  !('static' in member && member.static) &&
  (member.privacy ?? 'public') === 'public' &&
  !/^#|^(connectedCallback|disconnectedCallback|render|update|updated|willUpdate|firstUpdated|createRenderRoot)$/.test(
    member.name,
  );

/** A field that mirrors an attribute is described with it. */
function descriptionFrom(
  attributes: readonly { readonly fieldName?: string | undefined; readonly description?: string | undefined }[],
  member: ClassMember,
): { description?: string } {
  const description = member.description ?? attributes.find(({ fieldName }) => fieldName === member.name)?.description;
  return description === undefined ? {} : { description };
}
