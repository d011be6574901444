// Loaded into every Node process of a container double. Gives the container ports of its own: `listen(4000)` takes a
// free port of the machine and writes it to a file named 4000, where `connect` and the test look it up. Raw TCP to
// anywhere else is refused, as in a WebContainer.
const fs = require('node:fs')
const net = require('node:net')
const path = require('node:path')

const folder = process.env.DOUBLE_PORTS
const { listen } = net.Server.prototype
const { connect } = net.Socket.prototype

const fileOf = (port) => path.join(folder, String(port))

function realPort(port) {
  try {
    return Number(fs.readFileSync(fileOf(port), 'utf8').split(' ')[0])
  } catch {
    return undefined
  }
}

/** Whole or not at all, since others read it. */
function publish(port, real) {
  const draft = `${fileOf(port)}.${process.pid}.new`
  fs.writeFileSync(draft, `${real} ${process.pid}`)
  fs.renameSync(draft, fileOf(port))
}

const portOf = ([first]) => {
  const port = typeof first === 'object' && first !== null ? first.port : first
  return port === undefined || Number.isNaN(Number(port)) ? undefined : Number(port)
}

function fail(socket, code, syscall, port) {
  const message = `${syscall} ${code}: port ${port} of the container`
  const error = Object.assign(new Error(message), { code, syscall, port })
  process.nextTick(() => (syscall === 'listen' ? socket.emit('error', error) : socket.destroy(error)))
  return socket
}

net.Server.prototype.listen = function (...values) {
  const wanted = portOf(values)
  if (wanted === undefined) return listen.apply(this, values)
  if (wanted !== 0 && realPort(wanted) !== undefined) return fail(this, 'EADDRINUSE', 'listen', wanted)
  const port = wanted || 10_000 + (process.pid % 50_000)
  this.prependOnceListener('listening', () => {
    const address = this.address()
    publish(port, address.port)
    this.address = () => ({ ...address, port })
  })
  this.once('close', () => fs.rmSync(fileOf(port), { force: true }))
  const onListening = values.find((value) => typeof value === 'function')
  return listen.call(this, { port: 0, host: '127.0.0.1' }, onListening)
}

net.Socket.prototype.connect = function (...values) {
  const given = Array.isArray(values[0]) ? values[0][0] : values[0]
  const options = typeof given === 'object' ? given : { port: Number(given), host: values[1] }
  // A pipe between processes, not a network.
  if (options.path) return connect.apply(this, values)
  const isLocal = /^(localhost|127\.|::1$|undefined$)/.test(String(options.host))
  const real = isLocal ? realPort(options.port) : undefined
  if (real === undefined) return fail(this, isLocal ? 'ECONNREFUSED' : 'ENOTSUP', 'connect', options.port)
  Object.assign(options, { port: real, host: '127.0.0.1' })
  return connect.apply(this, typeof given === 'object' ? values : [options, values.at(-1)])
}
