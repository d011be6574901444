/**
 * The one key under which a token goes from a sandbox to the inspector: written when a reader presses the button for
 * it, read once, and gone. It is never part of an address.
 */
const key = 'inspector:token'

/** Opens the inspector with a token, in a tab of its own, so that the sandbox goes on as it is. */
export function openInInspector(token: string): void {
  put(token)
  // A tab that is opened by this one starts with a copy of its session storage.
  const opened = open('/tools/inspector/')
  if (opened) sessionStorage.removeItem(key)
  else location.assign('/tools/inspector/')
}

function put(token: string): void {
  try {
    sessionStorage.setItem(key, token)
  } catch {
    // Without storage the inspector opens all the same, and the token can be pasted.
  }
}

/** The token that was handed over, once; undefined where there is none, or no storage. */
export function takeToken(): string | undefined {
  try {
    const token = sessionStorage.getItem(key) ?? undefined
    sessionStorage.removeItem(key)
    return token
  } catch {
    return undefined
  }
}
