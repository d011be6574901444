import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Program } from '../../../../src/sandbox/worker/program.ts'
import type { FromWorker, ToWorker } from '../../../../src/sandbox/worker/protocol.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A program whose worker and frame answer when the test says so. */
function startProgram() {
  let tell: (message: FromWorker) => void = () => {}
  const posted: ToWorker[] = []
  const frame = Promise.withResolvers<boolean>()
  const asked = vi.fn(() => frame.promise)
  const link = {
    onMessage(listener: typeof tell) {
      tell = listener
    },
    post: (message: ToWorker) => void posted.push(message),
    end: vi.fn(),
  }
  const program = new Program(link, { isFrameAlive: asked, onOutput: () => {}, onStop: () => {} })
  program.start({ files: {}, entry: 'src/demo.ts', env: {} })
  tell({ type: 'ready' })
  const answer = () => {
    for (const message of posted) if (message.type === 'ping') tell({ type: 'pong', id: message.id })
  }
  return { program, answer, asked, frameSays: frame.resolve, ended: link.end }
}

test('a worker that never answers is ended as unresponsive, once its frame has answered', async () => {
  const { program, asked, frameSays, ended } = startProgram()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked).toHaveBeenCalledOnce()
  expect(ended).not.toHaveBeenCalled()
  frameSays(true)
  expect(await program.result).toMatchObject({ ok: false, error: { code: 'unresponsive' } })
})

test('a worker whose answer comes before the frame has answered goes on, and is watched as before', async () => {
  const { program, answer, asked, frameSays, ended } = startProgram()
  await vi.advanceTimersByTimeAsync(10_000)
  answer()
  frameSays(true)
  await vi.advanceTimersByTimeAsync(500)
  expect(ended).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked).toHaveBeenCalledTimes(2)
  expect(await program.result).toMatchObject({ ok: false, error: { code: 'unresponsive' } })
})

test('a worker that took its frame along has run out of memory', async () => {
  const { program, frameSays } = startProgram()
  await vi.advanceTimersByTimeAsync(10_000)
  frameSays(false)
  expect(await program.result).toMatchObject({ ok: false, error: { code: 'out_of_memory' } })
})

test('a worker that answers is left alone', async () => {
  const { answer, asked, ended } = startProgram()
  for (let second = 0; second < 30; second++) {
    await vi.advanceTimersByTimeAsync(1_000)
    answer()
  }
  expect(asked).not.toHaveBeenCalled()
  expect(ended).not.toHaveBeenCalled()
})
