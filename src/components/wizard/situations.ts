import { type Answers, defaultAnswers } from './questions.ts'

interface Situation {
  readonly title: string
  readonly answers: Answers
}

const situation = (title: string, answers: Partial<Answers>): Situation => ({
  title,
  answers: { ...defaultAnswers, ...answers },
})

/** What people often come with. The page answers each by the same rules as the form. */
export const situations: readonly Situation[] = [
  situation('Accounts that hold money or personal data, a few services, Redis close by', {}),
  situation('A web application that is one program', { services: 'one', requests: 'up-to-100' }),
  situation('A busy shop: its catalogue must stay up, orders may wait', {
    revoke: '10s',
    outage: 'reads',
    requests: 'more',
  }),
  situation('Logout at once, and reads must go on without Redis', { outage: 'reads' }),
  situation('Many requests, and nothing has to work while Redis is down', {
    revoke: '10s',
    requests: 'more',
  }),
  situation('An internal tool that a few hundred people use', {
    revoke: '1min',
    requests: 'up-to-100',
    sessions: 'up-to-10k',
  }),
  situation('Jobs and services that call each other', {
    revoke: '5min',
    outage: 'all',
    clients: 'machines',
    sessions: 'up-to-10k',
  }),
  situation('An interface that partners’ servers read', {
    revoke: '1h',
    outage: 'all',
    clients: 'machines',
    services: 'teams',
  }),
  situation('One small program with tokens of its own, for scripts', {
    revoke: '1h',
    clients: 'machines',
    mint: 'checker',
    services: 'one',
    requests: 'up-to-100',
    sessions: 'up-to-10k',
  }),
  situation('People log in, and no request may depend on Redis', { revoke: '5min', outage: 'all' }),
]
