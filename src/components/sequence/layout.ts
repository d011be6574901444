/** A sequence diagram as data. Participants stand from left to right, steps run from top to bottom. */
export interface Sequence {
  readonly participants: readonly Participant[]
  readonly steps: readonly Step[]
}

export interface Participant {
  readonly id: string
  readonly name: string
}

export type Step = Message | Phase

/** A heading across the whole diagram. */
export interface Phase {
  readonly phase: string
}

/** From one participant to another, or to itself. */
export interface Message {
  readonly from: string
  readonly to: string
  readonly text: string
  /** `answer` is dashed; `refused` and `stale` are coloured as what they are. Default `call`. */
  readonly kind?: 'call' | 'answer' | 'refused' | 'stale'
}

export interface DiagramLayout {
  readonly width: number
  readonly height: number
  readonly lifelines: readonly { readonly name: string; readonly x: number }[]
  readonly phases: readonly { readonly text: string; readonly y: number }[]
  readonly arrows: readonly Arrow[]
}

export interface Arrow {
  readonly kind: NonNullable<Message['kind']>
  readonly isSelf: boolean
  readonly x1: number
  readonly x2: number
  /** Of the line. The text's lines stand above it. */
  readonly y: number
  readonly textX: number
  readonly lines: readonly { readonly text: string; readonly y: number }[]
}

const columnWidth = 176
const headHeight = 52
const lineHeight = 17
const phaseHeight = 46
const selfLoop = { width: 26, height: 20 }
/** Generous for 13 px text, as the width cannot be measured at build time. */
const charWidth = 7

/** @throws when a message names an unknown participant */
export function layoutSequence({ participants, steps }: Sequence): DiagramLayout {
  const columns = new Map(participants.map(({ id }, index) => [id, (index + 0.5) * columnWidth]))
  const phases: DiagramLayout['phases'][number][] = []
  const arrows: Arrow[] = []
  let y = headHeight
  for (const step of steps) {
    if ('phase' in step) {
      y += phaseHeight
      phases.push({ text: step.phase, y: y - 14 })
      continue
    }
    const arrow = layoutMessage(step, columns, y)
    arrows.push(arrow)
    y = arrow.y + (arrow.isSelf ? selfLoop.height : 0)
  }
  const lifelines = participants.map(({ id, name }) => ({ name, x: columnOf(columns, id) }))
  return { width: participants.length * columnWidth, height: y + 24, lifelines, phases, arrows }
}

function layoutMessage(message: Message, columns: ReadonlyMap<string, number>, top: number): Arrow {
  const x1 = columnOf(columns, message.from)
  const x2 = columnOf(columns, message.to)
  const isSelf = x1 === x2
  const room = isSelf ? columnWidth - 8 : Math.abs(x2 - x1) - 20
  const texts = wrap(message.text, Math.floor(room / charWidth))
  const firstY = top + 22
  const lines = texts.map((text, index) => ({ text, y: firstY + index * lineHeight }))
  const y = firstY + (texts.length - 1) * lineHeight + 8
  return { kind: message.kind ?? 'call', isSelf, x1, x2, y, textX: (x1 + x2) / 2, lines }
}

function columnOf(columns: ReadonlyMap<string, number>, id: string): number {
  const x = columns.get(id)
  if (x === undefined) throw new Error(`A message names "${id}", which is no participant of the diagram`)
  return x
}

/** Breaks at spaces into lines of at most so many characters; a longer word stays whole. */
export function wrap(text: string, atMost: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && `${last} ${word}`.length <= atMost) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
