import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, json, newSession, refresh } from '../kit/client.ts'
import { allStrategies } from '../kit/strategies.ts'
import { expectRefusal, expectRefused, openTarget, type Target } from '../kit/target.ts'

const secret = 'kW3xq9Zr7TtB1vYc5LmN8pQe2SdFgHjU'
const ledger = 'http://localhost:3002'

describe.each(allStrategies)('%s', (strategy) => {
  let target: Target
  let internal = ''

  beforeAll(async () => {
    target = await openTarget(strategy, 'Ed25519', { env: { EXCHANGE_SECRET: secret } })
    internal = await exchanged(target)
  })
  afterAll(() => target.system.close())

  const intoRefresh = async (token: string, code: string) =>
    expectRefusal(await refresh(target.system, token), token, code)
  const intoLedger = async (token: string, code: string) => {
    const init = json({ to: 'bob', amount: 20 }, token)
    expectRefusal(await ask(target.system.ledger, 'POST', '/entries', init), token, code)
  }

  // meets: ASVS-9.2.2, RFC8725-3.11, RFC8725-3.12
  test('takes a refresh token for nothing but a refresh', async () => {
    const { refresh: token } = await newSession(target.system)
    await expectRefused(target, token, 'token_type_invalid')
    await intoLedger(token, 'token_type_invalid')
    expect(await refresh(target.system, token)).toMatchObject({ status: 200 })
  })

  // meets: ASVS-9.2.2, RFC8725-3.11, RFC8725-3.12
  test('takes an access token for no refresh', async () => {
    await intoRefresh(target.good.access, 'token_type_invalid')
    await intoLedger(target.good.access, 'token_audience_invalid')
  })

  // meets: ASVS-9.2.3, RFC8725-3.12
  test('takes an internal token nowhere but at the ledger', async () => {
    await expectRefused(target, internal, 'token_audience_invalid')
    await intoRefresh(internal, 'token_type_invalid')
    const init = json({ to: 'bob', amount: 20 }, internal)
    expect(await ask(target.system.ledger, 'POST', '/entries', init)).toMatchObject({ status: 201 })
  })

  // meets: ASVS-9.2.2, ASVS-9.2.3, RFC8725-3.12
  test('takes no token that has the type of one kind and the audience of another', async () => {
    const { header, claims, good, forge } = target
    const renewal = decodeJwt(good.refresh)
    const renewalHeader = { ...decodeProtectedHeader(good.refresh) }
    await expectRefused(target, await forge(header, renewal), 'token_audience_invalid')
    await expectRefused(target, await forge(renewalHeader, claims), 'token_type_invalid')
    await intoRefresh(await forge(renewalHeader, claims), 'token_audience_invalid')
    await intoRefresh(await forge(header, renewal), 'token_type_invalid')
    await intoLedger(await forge(renewalHeader, decodeJwt(internal)), 'token_type_invalid')
  })

  // meets: ASVS-9.2.3, RFC8725-3.12
  test('takes no token at the ledger that nobody exchanged', async () => {
    const { header, claims, forge } = target
    for (const act of [undefined, null, 'api', {}, { sub: 'evil' }, { sub: ['api'] }, [{ sub: 'api' }]])
      await intoLedger(await forge(header, { ...claims, aud: ledger, act }), 'token_claim_invalid')
  })
})

async function exchanged({ system, good }: Target): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    subject_token: good.access,
    audience: ledger,
  })
  const headers = {
    authorization: `Basic ${btoa(`api:${secret}`)}`,
    'content-type': 'application/x-www-form-urlencoded',
  }
  const answer = await ask(system.issuer, 'POST', '/token', { headers, body: `${body}` })
  return answer.body.access_token
}
