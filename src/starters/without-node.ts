/**
 * The text of a starter's package.json for a place that has a Node of its own, such as a WebContainer. The one that a
 * starter brings is a program for a real machine.
 */
export function withoutNode(text: string): string {
  const manifest = JSON.parse(text)
  delete manifest.devDependencies.node
  delete manifest.allowScripts
  return `${JSON.stringify(manifest, null, 2)}\n`
}
