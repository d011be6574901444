// #region phases
/** The phases in their order. The phase is one setting for all instances, and any two of them are at most one apart. */
export const phases = [
  /** The old strategy as it was. Tokens of both are accepted, so that an instance may already be one phase ahead. */
  'issue-old',
  /** The old strategy decides. The new one is run beside it, and where they differ is counted. */
  'shadow',
  /** New tokens are of the new strategy. A refresh token of the old one is traded for a new pair, without a login. */
  'issue-new',
  /** No instance issues old tokens any more. It lasts as long as the longest of them lives. */
  'drain',
  /** The new strategy alone. */
  'new-only',
] as const
// #endregion phases

export type Phase = (typeof phases)[number]
export type Step = 'next' | 'back'

/** @returns undefined before the first phase and after the last */
export const phaseAfter = (phase: Phase, step: Step): Phase | undefined =>
  phases[phases.indexOf(phase) + (step === 'next' ? 1 : -1)]

/** Until everybody has seen the new strategy work, the old one issues. */
export const issuesOld = (phase: Phase): boolean => phase === 'issue-old' || phase === 'shadow'

export const isPhase = (text: string | undefined): text is Phase => phases.some((phase) => phase === text)
