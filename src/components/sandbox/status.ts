import type { RuntimeState, StopReason } from '../../sandbox/runtime.ts'

const stopTexts: Readonly<Record<StopReason, string>> = {
  finished: 'In-page: finished.',
  'by-reader': 'In-page: stopped. Run starts it fresh.',
  unresponsive: 'In-page: the program did not answer for a second, so it was ended. Run starts it fresh.',
  flooded: 'In-page: the program printed too much, so it was ended. Run starts it fresh.',
  'out-of-memory': 'In-page: the program used up its memory, so it was ended. Run starts it fresh.',
}

/** What the sandbox is at, in words for the reader. Always names the runtime at work. */
export function statusText(state: RuntimeState): string {
  switch (state.phase) {
    case 'idle':
      return 'In-page: ready. Run works offline and on any device; nothing leaves this page.'
    case 'preparing':
      return `In-page: ${state.step} …`
    case 'running':
      return 'In-page: running …'
    case 'serving':
      return 'In-page: done. The services are still up: send them requests.'
    case 'stopped':
      return stopTexts[state.reason]
    case 'failed':
      return 'In-page: the program failed. The output says where.'
  }
}

export const isBusy = ({ phase }: RuntimeState): boolean => phase === 'preparing' || phase === 'running'
export const canStop = (state: RuntimeState): boolean => isBusy(state) || state.phase === 'serving'
