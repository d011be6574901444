import { SandboxError } from './runtime.ts'

/** What a process ends with: after an error, and when it was ended, 128 + SIGTERM. */
export const exitCodes: Readonly<Record<'failed' | 'ended', number>> = { failed: 1, ended: 143 }

/** More than this is no story any more but a flood, and ends the program. */
export const maxLines = 5_000

export const silentText =
  'The program did not answer for five seconds, so it was ended. Look for a loop without an end'
export const floodText = 'The program printed more than 5,000 lines, so it was ended'

export const stoppedError = () => new SandboxError('stopped', 'The program was stopped')

export const exitError = (exitCode: number) =>
  new SandboxError('exited', `The program ended with exit code ${exitCode}`)
