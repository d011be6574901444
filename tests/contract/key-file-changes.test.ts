import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, bearer, catalog, eventually, isOk, json, type Pair, pairOf, password } from '../kit/client.ts'
import { forSharedCode } from '../kit/strategies.ts'
import { until } from '../kit/until.ts'
import { type Apart, changesTold, publishedKids, startApart } from './apart.ts'
import { runKeys } from './key-command.ts'
import { kidOf } from './key-load.ts'

// What becomes of running services when the files that they follow change.

const damaged = '{"keys":[{"kty":"OKP","d":"half-of-a-private-key'
const unusable = 'was changed and cannot be used; the keys stay as they were'
const unknownKey = { status: 401, code: 'token_key_unknown' }

let logins = 0
/** Each from another address, as many clients do: one may not log in that often. */
async function logIn({ issuer }: Apart): Promise<Pair> {
  const { headers, body } = json({ username: 'alice', password })
  const from = { 'x-forwarded-for': `10.1.${++logins >> 8}.${logins & 255}` }
  return pairOf(await ask(issuer, 'POST', '/login', { body: body ?? null, headers: { ...headers, ...from } }))
}
const me = ({ api }: Apart, { access }: Pair) => ask(api, 'GET', '/me', bearer(access))
const refresh = ({ issuer }: Apart, pair: Pair) =>
  ask(issuer, 'POST', '/refresh', json({ refresh_token: pair.refresh }))

describe.each(forSharedCode)('%s, running,', (strategy) => {
  let apart: Apart
  beforeAll(async () => {
    apart = await startApart(strategy)
  })
  afterAll(() => apart?.stop())

  test('goes on with the keys it has when a file is damaged, and takes the file again once it is mended', async () => {
    const { issuer, api, signingKeys, sessionKeys = signingKeys } = apart
    const files = [...new Set([signingKeys, sessionKeys])]
    const good = await Promise.all(files.map((path) => readFile(path)))
    const before = await logIn(apart)
    for (const path of files) await writeFile(path, damaged)
    await issuer.says(`SIGNING_KEYS_FILE ${unusable}`)
    for (const service of files.length > 1 ? [issuer, api] : [])
      await service.says(`SESSION_KEYS_FILE ${unusable}`)
    const after = await logIn(apart)
    const renewed = pairOf(await refresh(apart, before))
    expect(new Set([before, after, renewed].map(({ access }) => kidOf(access))).size).toBe(1)
    for (const pair of [before, after, renewed]) expect((await me(apart, pair)).status).toBe(200)
    expect(await publishedKids(apart)).toEqual([kidOf(before.access)])
    for (const { stdout, stderr } of [issuer.printed(), api.printed()])
      expect(stdout + stderr).not.toContain('half-of-a-private-key')
    for (const [place, path] of files.entries()) await writeFile(path, good[place] ?? '')
    expect((await runKeys(strategy, apart.folder, 'rotate')).exitCode).toBe(0)
    await until(async () => (await publishedKids(apart)).length === 2)
    expect(changesTold(apart)).toEqual([])
  })

  test('accepts nothing that an old key made once the keys were replaced after a leak', async () => {
    const old = await logIn(apart)
    expect((await me(apart, old)).status).toBe(200)
    expect((await runKeys(strategy, apart.folder, 'replace')).exitCode).toBe(0)
    await until(async () => !(await publishedKids(apart)).includes(kidOf(old.access)))
    expect(await refresh(apart, old)).toMatchObject(unknownKey)
    expect(await ask(apart.issuer, 'GET', '/sessions', bearer(old.access))).toMatchObject(unknownKey)
    // For a moment one service may have the new keys of the sessions and another the old ones.
    await eventually(async () => me(apart, await logIn(apart)), isOk)
    expect(await catalog(apart.api, old.access)).toMatchObject(unknownKey)
    expect(changesTold(apart)).toEqual(await publishedKids(apart))
  })
})
