import type { ComponentChildren } from 'preact'
import { strategies } from '../strategies.ts'
import type { Advice } from './advice.ts'
import { type Answers, queryOf } from './questions.ts'

interface Props {
  readonly advice: Advice
  readonly answers: Answers
  readonly children: ComponentChildren
}

/** The answer in short. It is read out when it changes; the details are there to be read at leisure. */
export function AnswerCard({ advice: { strategy, promise, opaque, gives }, answers, children }: Props) {
  const { title, href } = strategies[strategy]
  return (
    <section class="wizard-card" aria-label="Answer" data-strategy={strategy}>
      <div class="wizard-short" role="status" aria-atomic="true">
        <h2>
          <span class="strategy-mark" data-strategy={strategy} aria-hidden="true" /> {title}
        </h2>
        <p>{promise.text}</p>
        {gives.length > 0 && <p class="wizard-note">Not all of it can be had: see what gives.</p>}
        {opaque.verdict === 'simply better' && (
          <p class="wizard-note">An opaque session id is simply better here.</p>
        )}
      </div>
      <p class="wizard-actions">
        <a class="primary" href={`${href}?${queryOf(answers)}#take-it`}>
          Take the {title} starter
        </a>
        <a href={href}>How it works</a>
        {children}
      </p>
    </section>
  )
}
