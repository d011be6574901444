import { type IncomingMessage, request as open } from 'node:http'
import { text } from 'node:stream/consumers'
import { type DispatchRequest, type DispatchResponse, SandboxError } from '../../runtime.ts'
import { answerQuestions } from './questions.ts'

// Sends the reader's requests to the server in the container, over real HTTP. A page cannot: it would need CORS.

async function send(
  port: number,
  { url, method, headers, body }: DispatchRequest,
): Promise<DispatchResponse> {
  const { pathname, search, host } = new URL(url)
  const startedAtMs = performance.now()
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = open({
      port,
      host: 'localhost',
      method,
      path: pathname + search,
      headers: { ...headers, host },
    })
    request.on('response', resolve).on('error', (cause) => reject(closed(cause)))
    request.end(body)
  })
  const answered = await text(response)
  return {
    status: response.statusCode ?? 0,
    headers: pairs(response.rawHeaders),
    body: answered,
    durationMs: performance.now() - startedAtMs,
  }
}

const closed = (cause: unknown) =>
  new SandboxError('no_app', 'The server in the container does not answer. Press Run to start it again', {
    cause,
  })

function pairs(raw: readonly string[]): [name: string, value: string][] {
  const found: [string, string][] = []
  for (let i = 0; i < raw.length; i += 2) found.push([(raw[i] ?? '').toLowerCase(), raw[i + 1] ?? ''])
  return found
}

answerQuestions((question) => {
  if (question.kind === 'request') return send(question.port, question.request)
  throw new SandboxError('container_failed', 'This helper only sends requests')
})
