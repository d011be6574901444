import { type DispatchRequest, type DispatchResponse, SandboxError } from '../runtime.ts'

export interface App {
  fetch(request: Request): Response | Promise<Response>
}

export function findApp(exported: unknown): App | undefined {
  const isApp = typeof exported === 'object' && exported !== null && 'fetch' in exported
  return isApp && typeof exported.fetch === 'function' ? (exported as App) : undefined
}

/** @throws SandboxError `no_app` */
export async function dispatch(app: App | undefined, request: DispatchRequest): Promise<DispatchResponse> {
  if (!app) throw new SandboxError('no_app', 'Nothing answers requests yet. Press Run first')
  const { url, method, headers, body } = request
  const startedAtMs = performance.now()
  const init = { method, headers, ...(body !== undefined && { body }) }
  const response = await app.fetch(new Request(url, init))
  const text = await response.text()
  const durationMs = performance.now() - startedAtMs
  return { status: response.status, headers: [...response.headers], body: text, durationMs }
}
