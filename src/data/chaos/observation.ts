/** `ok`, or the code of the error that refused it. */
export type Word = string

/** What a client does, in the order in which the site shows it. `ended token` is GET /catalog with a token that was ended before. */
export const requests = [
  'GET /catalog',
  'GET /me',
  'POST /transfer',
  'POST /refresh',
  'POST /login',
  'POST /logout',
  'ended token',
] as const

export type Request = (typeof requests)[number]

/** What a fault did to a strategy, as its clients saw it. */
export interface Observation {
  /** While it lasted. */
  readonly during: Readonly<Record<Request, Word>>
  readonly after: {
    /** The refresh token of a session that nobody ended. */
    readonly session: Word
    /** That of a session which began in the last moment. */
    readonly lastSession: Word
    /** The access token of a session that was ended in the last moment, at an instance that ran all the time, and at one that started later. */
    readonly endedToken: Word
    readonly endedTokenAtNewInstance: Word
    /** Its refresh token, when the revocation of its access tokens has been forgotten. */
    readonly endedSession: Word
    /** That of another user, who had ended all sessions in the last moment. */
    readonly endedEverywhere: Word
  }
}
