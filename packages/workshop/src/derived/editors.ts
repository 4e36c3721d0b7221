import { getWebTypesData } from 'custom-element-jet-brains-integration';
import { getVsCodeCssCustomData, getVsCodeHtmlCustomData } from 'custom-element-vs-code-integration';
import type { Package } from 'custom-elements-manifest/schema.js';

const folder = 'packages/elements/editors';

/** The manifest in the words of editors: VS Code's custom data, and JetBrains' web-types. */
export function editorFiles(manifest: Package, version: string): [path: string, text: string][] {
  // Both libraries write into what they are given, and narrow the standard's types.
  const copy = () => JSON.parse(JSON.stringify(manifest));
  const webTypes = JSON.parse(getWebTypesData(copy(), { hideLogs: true }));
  return [
    [`${folder}/vscode.html-custom-data.json`, getVsCodeHtmlCustomData(copy(), { hideLogs: true })],
    [`${folder}/vscode.css-custom-data.json`, getVsCodeCssCustomData(copy(), { hideLogs: true })],
    [`${folder}/web-types.json`, JSON.stringify({ ...webTypes, name: '@kopai/elements', version })],
  ];
}
