/**
 * Why a frame of ours did not answer, and what can be done, as a sentence. The server is asked once more: what it did is
 * not blamed on somebody's extension.
 *
 * @param url of the frame's document, on this site
 */
export async function frameFault(url: string): Promise<string> {
  const response = await fetch(url).catch(() => undefined)
  if (!response) return 'Check the connection and press Run again'
  if (!response.ok) return `This site answered ${response.status} for it. Reload the page`
  const missing = crossOriginIsolated
    ? wanted.filter(([name, value]) => response.headers.get(name) !== value)
    : []
  if (missing.length === 0) return 'An extension may block it'
  const headers = missing.map(([name, value]) => `${name}: ${value}`).join(' and ')
  return `This site sends it without ${headers}, which an isolated page needs. See Host this site`
}

/** What an isolated page wants to hear of a frame whose origin is opaque. Chromium and WebKit need the first alone. */
const wanted = [
  ['Cross-Origin-Embedder-Policy', 'require-corp'],
  ['Cross-Origin-Resource-Policy', 'cross-origin'],
] as const
