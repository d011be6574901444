/**
 * A module as a `data:` URL. Of the ways to make a module from text it is the only one that all three engines
 * import inside a worker of an opaque origin.
 *
 * @param file what stacks call it. WebKit knows no `sourceURL` there, so that the address carries the name as well.
 */
export function moduleUrl(source: string, file?: string): string {
  if (file === undefined) return `data:text/javascript;base64,${base64(source)}`
  return `data:text/javascript;file=${encodeURIComponent(file)};base64,${base64(`${source}\n//# sourceURL=${file}`)}`
}

const base64 = (text: string) => toBase64(new TextEncoder().encode(text))

const chunkBytes = 0x8000

export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    binary += String.fromCharCode(...bytes.subarray(at, at + chunkBytes))
  }
  return btoa(binary)
}
