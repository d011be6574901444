/**
 * A module as a `data:` URL. Of the ways to make a module from text it is the only one that all three engines
 * import inside a worker of an opaque origin.
 */
export function moduleUrl(source: string): string {
  return `data:text/javascript;base64,${toBase64(new TextEncoder().encode(source))}`
}

const chunkBytes = 0x8000

export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    binary += String.fromCharCode(...bytes.subarray(at, at + chunkBytes))
  }
  return btoa(binary)
}
