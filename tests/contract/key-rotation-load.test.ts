import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { sessionKeyFile } from '../../examples/redis/src/sessions/session-key-file.ts'
import { toSeconds } from '../../examples/stateless/src/clock.ts'
import { parseKeyFile, rotate } from '../../examples/stateless/src/keys/key-entry.ts'
import { writeKeyFile } from '../../examples/stateless/src/keys/key-file.ts'
import { importSigningKey } from '../../examples/stateless/src/keys/signing-keys.ts'
import { type Answer, ask, catalog, eventually, json, pairOf, password } from '../kit/client.ts'
import { newKeyEntry } from '../kit/keys.ts'
import { forSharedCode } from '../kit/strategies.ts'
import { until } from '../kit/until.ts'
import { type Apart, changesTold, publishedKids, startApart } from './apart.ts'
import { KeyLoad, kidOf } from './key-load.ts'

/**
 * Short, and more than it takes on a slow machine: until a file has been looked at, which is done each second, and a
 * copy of its keys is too old, and until each session of the load has been refreshed.
 */
const overlap = { publishSeconds: 6, drainSeconds: 10 }
const rotations = 3
/** Dates of keys are whole seconds: of two that begin in the same one, the first would never sign. */
const usedForMs = 4_000

test.concurrent.for(forSharedCode)(
  '%s: while keys are rotated again and again under load, not one request fails',
  async (strategy, { onTestFinished }) => {
    const apart = await startApart(strategy)
    onTestFinished(() => apart.stop())
    const login = await ask(apart.issuer, 'POST', '/login', json({ username: 'bob', password }))
    const first = pairOf(login).access
    const load = new KeyLoad(apart)
    const loading = load.run()
    const kids = [kidOf(first)]
    for (let rotation = 0; rotation < rotations; rotation++) {
      const kid = await rotateAll(apart)
      kids.push(kid)
      const notBeforeMs = Date.now() + usedForMs
      const isNext = async () => Date.now() > notBeforeMs && (await publishedKids(apart)).includes(kid)
      await until(async () => !load.isRunning || (await isNext()))
    }
    await until(async () => !load.isRunning || (await publishedKids(apart)).length === 1)
    load.stop()
    await loading
    expect(new Set(load.failures)).toEqual(new Set())
    expect(load.kids).toEqual(kids)
    expect(load.withOldKey.calls).toBeGreaterThan(0)
    expect(load.withOldKey.refreshes).toBeGreaterThan(0)
    expect(changesTold(apart)).toEqual(kids.slice(1))
    // What the first key signed is refused now, though it has not expired.
    const isRefused = ({ status }: Answer) => status === 401
    expect((await eventually(() => catalog(apart.api, first), isRefused)).code).toBe('token_key_unknown')
  },
)

/** A new key in each file. @returns the name of the one that will sign */
async function rotateAll({ signingKeys, sessionKeys }: Apart): Promise<string> {
  const nowSeconds = toSeconds(Date.now())
  const fresh = await newKeyEntry()
  await writeKeyFile(signingKeys, rotate(await entriesIn(signingKeys), fresh, nowSeconds, overlap))
  if (sessionKeys) {
    const seal = await sessionKeyFile({ SESSION_ABSOLUTE_SECONDS: 43_200 }).create()
    const longer = { ...overlap, drainSeconds: 43_200 }
    await writeKeyFile(sessionKeys, rotate(await entriesIn(sessionKeys), seal, nowSeconds, longer))
  }
  return (await importSigningKey('Ed25519', fresh)).kid
}

const entriesIn = async (path: string) => parseKeyFile(await readFile(path, 'utf8'))
