import { createConnection, EventEmitter, LoopbackSocket } from '../loopback.ts'

const isIPv4 = (text: string): boolean => /^(\d{1,3}\.){3}\d{1,3}$/.test(text)

/** js-redis-server mentions a TCP server that nothing starts here: connections come over the loopback network. */
class Server extends EventEmitter {}
const createServer = () => new Server()
const isIP = (text: string): number => (isIPv4(text) ? 4 : text.includes(':') ? 6 : 0)

export { createConnection, createServer, isIP, isIPv4, LoopbackSocket as Socket, Server }
export const connect = createConnection
export default {
  createConnection,
  connect: createConnection,
  createServer,
  isIP,
  isIPv4,
  Socket: LoopbackSocket,
  Server,
}
