import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** What all lines of a proxy heed at any time. */
export interface Rules {
  delayMs: number
  held?: PromiseWithResolvers<void> | undefined
  reset?: Reset | undefined
}

interface Reset {
  readonly containing: string
  done(): void
}

export interface Line {
  cut(): void
}

/** Carries one client's commands to the server, and the replies back as the rules say. */
export function openLine(client: Socket, target: { host: string; port: number }, rules: Rules): Line {
  const server = connect(target)
  const resetting = passCommands(client, server, rules)
  passReplies(server, client, rules, resetting)
  for (const socket of [client, server]) socket.setNoDelay().on('error', () => {})
  return {
    cut() {
      client.destroy()
      server.destroy()
    },
  }
}

/** @returns tells the reset that a command of this line has set off, if one has */
function passCommands(client: Socket, server: Socket, rules: Rules): () => Reset | undefined {
  let reset: Reset | undefined
  client.on('data', (command) => {
    reset ??= takeReset(rules, command)
    server.write(command)
  })
  // Not destroyed: the server carries out all that it was sent, as it does when a client's machine goes down.
  client.once('close', () => server.end())
  return () => reset
}

function takeReset(rules: Rules, command: Buffer): Reset | undefined {
  const { reset } = rules
  if (!reset || !command.toString('latin1').toLowerCase().includes(reset.containing)) return undefined
  rules.reset = undefined
  return reset
}

function passReplies(server: Socket, client: Socket, rules: Rules, resetting: () => Reset | undefined): void {
  let passed = Promise.resolve()
  server.on('data', (reply) => {
    const reset = resetting()
    if (reset) {
      client.resetAndDestroy()
      reset.done()
      return
    }
    const due = rules.delayMs > 0 ? pause(rules.delayMs) : undefined
    passed = passed.then(async () => {
      await due
      await rules.held?.promise
      client.write(reply)
    })
  })
  server.once('close', () => passed.then(() => client.end()))
}
