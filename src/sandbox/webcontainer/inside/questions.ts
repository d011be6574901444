import { createInterface } from 'node:readline'
import { SandboxError } from '../../runtime.ts'
import { toLine } from '../records.ts'
import type { Question, ToolRecord } from '../tool.ts'

const tell = (record: ToolRecord) => process.stdout.write(toLine(record))

/** Answers the page's questions, a line of JSON each, until it ends this process. */
export function answerQuestions(answerTo: (question: Question) => unknown): void {
  createInterface({ input: process.stdin }).on('line', async (line) => {
    const { id, ...question } = JSON.parse(line) as Question & { id: number }
    try {
      tell({ type: 'answer', id, answer: (await answerTo(question)) ?? null })
    } catch (error) {
      tell({ type: 'refused', id, error: plain(error) })
    }
  })
  tell({ type: 'ready' })
}

const plain = (error: unknown) =>
  error instanceof SandboxError
    ? { code: error.code, message: error.message }
    : { code: 'container_failed' as const, message: String(error) }
