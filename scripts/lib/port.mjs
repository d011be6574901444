import { createServer } from 'node:net'
import { giveUp } from './run.mjs'

/** The port from PORT: 1 to 65535, default 4321. Ends the process with one line when it is no port or taken. */
export async function freePort() {
  const port = readPort()
  const failure = await tryListening(port)
  if (failure) giveUp(explainPort(failure, port))
  return port
}

export function readPort(text = process.env.PORT || '4321') {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65535) giveUp('PORT must be a number from 1 to 65535.')
  return port
}

export function explainPort(error, port) {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} is taken. Choose another one: PORT=${port < 65535 ? port + 1 : 4321} npm start`
  if (error.code === 'EACCES')
    return `Port ${port} needs more rights. Choose one above 1023: PORT=4321 npm start`
  return `Port ${port} cannot be used: ${error.message}`
}

function tryListening(port) {
  return new Promise((resolve) => {
    const server = createServer().once('error', resolve)
    server.listen(port, () => server.close(() => resolve(undefined)))
  })
}
