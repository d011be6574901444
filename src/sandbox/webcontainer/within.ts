import { ContainerError, type ContainerProblem } from './problems.ts'

/**
 * What `work` yields, unless that takes longer: nothing in the client of WebContainer has a limit of its own.
 *
 * @throws ContainerError with `problem` when the time is over, or when the work fails in a way of its own
 */
export async function within<T>(
  limitMs: number,
  problem: ContainerProblem | (() => ContainerProblem),
  work: Promise<T>,
): Promise<T> {
  const name = () => (typeof problem === 'function' ? problem() : problem)
  const { promise: over, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new ContainerError(name())), limitMs)
  try {
    return await Promise.race([work, over])
  } catch (cause) {
    throw cause instanceof ContainerError ? cause : new ContainerError(name(), cause)
  } finally {
    clearTimeout(timer)
  }
}
