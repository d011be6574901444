import type { RuntimeName, RuntimeState, StopReason } from '../../sandbox/runtime.ts'
import type { Preference } from '../../sandbox/runtimes.ts'
import { problemTexts } from '../../sandbox/webcontainer/problems.ts'
import type { StepName } from '../../sandbox/webcontainer/steps.ts'
import type { RuntimesView } from './view.ts'

export const runtimeLabels: Readonly<Record<RuntimeName, string>> = {
  'in-page': 'In-page',
  webcontainer: 'WebContainer',
}

const idleTexts: Readonly<Record<RuntimeName, string>> = {
  'in-page': 'ready. Run answers from this page, offline too.',
  webcontainer: 'ready. Run uses real Node, in a WebContainer of this page.',
}

const stopTexts: Readonly<Record<Exclude<StopReason, 'exited'>, string>> = {
  finished: 'finished.',
  'by-reader': 'stopped. Run starts it fresh.',
  unresponsive: 'the program did not answer, so it was ended. Run starts it fresh.',
  flooded: 'the program printed too much, so it was ended. Run starts it fresh.',
  'out-of-memory': 'the program used up its memory, so it was ended. Run starts it fresh.',
}

export const stepTexts: Readonly<Record<StepName, string>> = {
  reach: 'reach the host',
  boot: 'boot',
  mount: 'mount the files',
  start: 'start Node',
  ready: 'services ready',
}

/** What the sandbox is at, in words for the reader. Always names the runtime at work. */
export function statusText({ active, state }: RuntimesView): string {
  return `${runtimeLabels[active]}: ${stateText(active, state)}`
}

function stateText(active: RuntimeName, state: RuntimeState): string {
  switch (state.phase) {
    case 'idle':
      return idleTexts[active]
    case 'preparing':
      return `${state.step} …`
    case 'running':
      return 'running …'
    case 'serving':
      return 'done. The services are still up: send them requests.'
    case 'stopped':
      return state.reason === 'exited'
        ? `the program ended with exit code ${state.exitCode}. Run starts it again.`
        : stopTexts[state.reason]
    case 'failed':
      return 'the program failed. The output says where.'
  }
}

/** What is to be said of the container beside that; empty where it is at work already or not wanted. */
export function containerText(view: RuntimesView, preference: Preference, usesRedis: boolean): string {
  const { phase, problem } = view.container
  if (preference === 'in-page') return ''
  if (problem) return `WebContainer is not used: ${problemTexts[problem]}.`
  if (phase === 'idle') return 'After the first Run, a WebContainer with real Node starts for the next one.'
  if (phase === 'starting')
    return 'A WebContainer with real Node is starting; until it is up, Run answers from this page.'
  const isAtWork = view.active === 'webcontainer' && view.state.phase !== 'idle'
  if (!isAtWork) return 'The WebContainer is up: the next Run uses real Node.'
  return view.state.phase === 'serving' && usesRedis && !view.redis ? mockText : ''
}

const mockText = 'Its Redis is a mock, which cannot be made ill. The Redis tab can start a server instead.'

export const isBusy = ({ phase }: RuntimeState): boolean => phase === 'preparing' || phase === 'running'
export const canStop = (state: RuntimeState): boolean => isBusy(state) || state.phase === 'serving'
