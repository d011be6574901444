/** One question of the wizard: what the form shows, and by their names what a link says. */
interface Question {
  readonly legend: string
  readonly hint: string
  readonly options: Readonly<Record<string, string>>
}

export const questions = {
  revoke: {
    legend: 'How soon must a revoked token stop?',
    hint: 'After a logout, a lost phone, a closed account.',
    options: {
      now: 'With the next request',
      '2s': 'Within 2 seconds',
      '10s': 'Within 10 seconds',
      '1min': 'Within a minute',
      '5min': 'Within 5 minutes',
      '1h': 'Within an hour',
    },
  },
  outage: {
    legend: 'What must work while Redis is down?',
    hint: 'Or while it restarts, fails over or hangs.',
    options: {
      nothing: 'Nothing: 503 is fine',
      reads: 'Reads and other low-risk routes',
      all: 'Everything: no request may depend on Redis',
    },
  },
  clients: {
    legend: 'Who calls?',
    hint: 'People log out and lose devices. Machines can log in again whenever they need to.',
    options: {
      browsers: 'People, in browsers or apps',
      machines: 'Machines',
      both: 'Both',
    },
  },
  mint: {
    legend: 'Who may mint tokens?',
    hint: 'Whoever holds the key can be anybody.',
    options: {
      issuer: 'One issuer; services only check',
      checker: 'The program that checks them',
    },
  },
  services: {
    legend: 'How many services and teams check tokens?',
    hint: 'Programs of their own, not instances of one.',
    options: {
      one: 'One program',
      several: 'Several services of one team',
      teams: 'Services of several teams',
    },
  },
  requests: {
    legend: 'How many requests a second?',
    hint: 'All services together, at the busiest time.',
    options: {
      'up-to-100': 'Up to 100',
      'up-to-5000': 'Up to 5,000',
      more: 'More',
    },
  },
  sessions: {
    legend: 'How many sessions at a time?',
    hint: 'Devices that are logged in.',
    options: {
      'up-to-10k': 'Up to 10,000',
      'up-to-1m': 'Up to a million',
      more: 'More',
    },
  },
} as const satisfies Record<string, Question>

export type QuestionId = keyof typeof questions
export type Answers = { readonly [Q in QuestionId]: keyof (typeof questions)[Q]['options'] & string }

/** In the order of the form. */
export const questionIds = Object.keys(questions) as readonly QuestionId[]

/** What accounts of people usually need, so that the first answer is of use to most readers. */
export const defaultAnswers: Answers = {
  revoke: 'now',
  outage: 'nothing',
  clients: 'browsers',
  mint: 'issuer',
  services: 'several',
  requests: 'up-to-5000',
  sessions: 'up-to-1m',
}

export const optionsOf = (id: QuestionId) => Object.entries(questions[id].options)

export const labelOf = (id: QuestionId, { [id]: value }: Answers): string =>
  Object.fromEntries(optionsOf(id))[value] ?? ''

/** The same answers with one changed. A value that is no answer to that question changes nothing. */
export const withAnswer = (answers: Answers, id: QuestionId, value: string | null): Answers =>
  value !== null && Object.hasOwn(questions[id].options, value) ? { ...answers, [id]: value } : answers

/** The answers in a link. What is missing or wrong is the default. */
export const readAnswers = (query: URLSearchParams): Answers =>
  questionIds.reduce((answers, id) => withAnswer(answers, id, query.get(id)), defaultAnswers)

export const hasAnswers = (query: URLSearchParams): boolean => questionIds.some((id) => query.has(id))

/** All answers, the usual ones too, so that a link means the same for ever. */
export const queryOf = (answers: Answers): string => new URLSearchParams({ ...answers }).toString()

/** Until when a revoked token may be honoured. */
export const deadlineSeconds: Readonly<Record<Answers['revoke'], number>> = {
  now: 0,
  '2s': 2,
  '10s': 10,
  '1min': 60,
  '5min': 300,
  '1h': 3600,
}
