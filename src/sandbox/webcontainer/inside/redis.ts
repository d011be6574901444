import './lua.ts'
import { createServer } from 'node:net'
import { SandboxError } from '../../runtime.ts'
import { LoopbackSocket } from '../../vendor/loopback.ts'
import { inspect, setOutage } from '../../vendor/redis-server.ts'
import { answerQuestions } from './questions.ts'

// The page's Redis behind a real socket of the container. Usage: node redis.mjs <port>

const server = createServer({ noDelay: true }, (socket) => {
  const wire = new LoopbackSocket({ port: 6379 })
  wire.on('error', () => socket.destroy())
  socket.on('error', () => wire.destroy()).on('close', () => wire.destroy())
  socket.pipe(wire).pipe(socket)
})

server.listen(Number(process.argv[2]), () =>
  answerQuestions((question) => {
    if (question.kind === 'outage') return setOutage(question.outage)
    if (question.kind === 'inspect') return inspect()
    throw new SandboxError('container_failed', 'This helper is a Redis and nothing else')
  }),
)
