import type { RedisServer } from './server.ts'

/** A node as one of the nodes sees it. */
export interface NodeView {
  readonly id: string
  readonly port: number
  /** 'myself', 'master', 'slave', 'handshake', 'fail', 'fail?' and others. */
  readonly flags: readonly string[]
  /** Of a replica's master. */
  readonly masterId: string | undefined
  /** From the first to the last, both included. */
  readonly slots: readonly (readonly [number, number])[]
}

/** How the server sees the cluster, itself included: CLUSTER NODES. */
export async function viewOf(server: RedisServer): Promise<readonly NodeView[]> {
  const text = String(await server.admin.cluster('NODES'))
  return text.trim().split('\n').map(parse)
}

function parse(line: string): NodeView {
  const [id = '', address = '', flags = '', masterId, , , , , ...slots] = line.split(' ')
  return {
    id,
    port: Number(/:(\d+)/.exec(address)?.[1]),
    flags: flags.split(','),
    masterId: masterId === '-' ? undefined : masterId,
    // In brackets stand slots that are being moved.
    slots: slots.filter((range) => !range.startsWith('[')).map(rangeOf),
  }
}

function rangeOf(text: string): readonly [number, number] {
  const [first, last = first] = text.split('-').map(Number)
  return [Number(first), Number(last)]
}

export function ownerOf(view: readonly NodeView[], slot: number): NodeView | undefined {
  return view.find(({ slots }) => slots.some(([first, last]) => first <= slot && slot <= last))
}

export function myself(view: readonly NodeView[]): NodeView {
  const node = view.find(({ flags }) => flags.includes('myself'))
  if (!node) throw new Error('A node does not find itself in its cluster')
  return node
}
