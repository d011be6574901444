import type { StrategyName } from './systems.ts'

/** What a step of the demo prints, without its time: number, step, status, code. */
export type StoryLine = readonly [step: string, stateless: Outcome, redis: Outcome, hybrid: Outcome]
type Outcome = string

const ok = '200 ok'
const revoked = '401 session_revoked'
const down = '503 store_unavailable'

/** The story as every runtime must tell it: Node, the page, a container. One row a step, one column a strategy. */
export const story: readonly StoryLine[] = [
  ['laptop logs in', ok, ok, ok],
  ['phone logs in', ok, ok, ok],
  ['laptop reads /me', ok, ok, ok],
  ['phone reads /catalog (low risk)', ok, ok, ok],
  ['laptop posts /transfer (high risk)', ok, ok, ok],
  ['laptop refreshes', ok, ok, ok],
  ['laptop lists devices', '501 not_supported', ok, ok],
  ['laptop revokes the phone', '501 not_supported', '200 immediate', '200 bounded'],
  ['phone reads /catalog', ok, revoked, revoked],
  ['phone refreshes', ok, revoked, revoked],
  ['laptop reads /catalog', ok, ok, ok],
  ['Redis goes down', '- no_redis', '- cut', '- cut'],
  ['laptop reads /catalog (low risk)', ok, down, ok],
  ['laptop reads /me', ok, down, ok],
  ['laptop posts /transfer (high risk)', ok, down, '503 revocations_stale'],
  ['laptop refreshes', ok, down, down],
  ['Redis comes back', '- no_redis', '- restored', '- restored'],
  ['laptop posts /transfer (high risk)', ok, ok, ok],
  ['thief refreshes with it', ok, '401 refresh_token_reused', '401 refresh_token_reused'],
  ['laptop reads /catalog', ok, revoked, revoked],
  ['laptop logs in again', ok, ok, ok],
  ['laptop logs out everywhere', '200 at-expiry', '200 immediate', '200 bounded'],
  ['laptop reads /catalog', ok, revoked, revoked],
  ['laptop refreshes', ok, revoked, revoked],
  [
    'laptop reads /catalog, a token life later',
    '401 token_expired',
    '401 token_expired',
    '401 token_expired',
  ],
]

const column = { stateless: 1, redis: 2, hybrid: 3 } as const

/** The lines one strategy prints, such as `3 laptop reads /me 200 ok`. */
export const expectedStory = (strategy: StrategyName): string[] =>
  story.map((line, i) => `${i + 1} ${line[0]} ${line[column[strategy]]}`)

/** Printed output in the same form: headings and times taken out, columns joined by one space. */
export function readStory(output: string): string[] {
  const lines = output.split('\n').filter((line) => /^ *\d+ {2}/.test(line))
  return lines.map((line) =>
    line
      .replace(/ +[\d.]+ ms\s*$/, '')
      .trim()
      .replace(/ {2,}/g, ' '),
  )
}
