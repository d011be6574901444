import { describe, expect, it, test } from 'vitest'
import { opaqueRules } from '../../../../src/components/wizard/opaque-rules.ts'
import {
  deadlineSeconds,
  defaultAnswers,
  hasAnswers,
  queryOf,
  questionIds,
  readAnswers,
} from '../../../../src/components/wizard/questions.ts'
import { holds, type Rule } from '../../../../src/components/wizard/rule.ts'
import { signingRules } from '../../../../src/components/wizard/signing-rules.ts'
import { situations } from '../../../../src/components/wizard/situations.ts'
import { strategyRules } from '../../../../src/components/wizard/strategy-rules.ts'
import { breaks, cases, ladders } from '../../../kit/wizard-cases.ts'

describe('the rules', () => {
  test.each<[string, readonly Rule<unknown>[]]>([
    ['strategyRules', strategyRules],
    ['signingRules', signingRules],
  ])('%s: exactly one holds for each combination of answers', (_, rules) => {
    const unclear = cases.filter(({ answers }) => rules.filter((rule) => holds(rule, answers)).length !== 1)
    expect(cases).toHaveLength(6 * 3 * 3 * 2 * 3 * 3 * 3)
    expect(unclear).toEqual([])
  })

  test('every rule is somebody’s answer, and so is every strategy', () => {
    const unused = strategyRules.filter((rule) => !cases.some(({ answers }) => holds(rule, answers)))
    expect(unused).toEqual([])
    expect([...new Set(cases.map(({ advice }) => advice.strategy))].sort()).toEqual([
      'hybrid',
      'redis',
      'stateless',
    ])
  })

  test('each answer comes with reasons, and each reason belongs to what was answered', () => {
    const bare = cases.filter(({ advice }) => advice.reasons.length < 2)
    expect(bare).toEqual([])
    for (const { advice } of cases) {
      for (const { answer, text } of advice.reasons) expect([answer, text]).not.toContain('')
    }
  })

  test('each answer matters: changing it changes what is said', () => {
    for (const id of questionIds) {
      const told = ladders(id).flatMap((steps) => [
        new Set(steps.map(({ advice }) => JSON.stringify(advice))),
      ])
      expect(Math.max(...told.map(({ size }) => size)), id).toBeGreaterThan(1)
    }
  })
})

describe('what was asked is kept', () => {
  test('a revoked token stops by the deadline, or the answer says what gives', () => {
    const late = cases.filter(({ answers, advice }) => {
      const { accessSeconds, refreshSeconds } = advice.promise
      return Math.max(accessSeconds, refreshSeconds) > deadlineSeconds[answers.revoke]
    })
    expect(late.length).toBeGreaterThan(0)
    expect(late.filter(({ advice }) => advice.gives.length === 0)).toEqual([])
  })

  test('what must work without Redis does, or the answer says what gives', () => {
    const needsRedis = cases.filter(
      ({ answers, advice }) => answers.outage === 'all' && advice.strategy !== 'stateless',
    )
    expect(needsRedis.length).toBeGreaterThan(0)
    for (const { advice } of needsRedis) expect(advice.gives.join()).toContain('503')
    const stops = cases.filter(
      ({ answers, advice }) => answers.outage !== 'nothing' && advice.strategy === 'redis',
    )
    expect(stops).toEqual([])
  })

  test('at once and without Redis is no shrug: which routes, and for how long', () => {
    const contradictory = cases.filter(
      ({ answers }) => answers.revoke === 'now' && answers.outage === 'reads',
    )
    for (const { advice } of contradictory) {
      expect(advice.strategy).toBe('hybrid')
      const [atOnce, outage] = advice.gives
      expect(atOnce).toContain('“With the next request” gives')
      expect(outage).toContain(
        '310 seconds at most; ACCESS_TTL_SECONDS sets that. It holds on routes with “deny”',
      )
      expect(advice.costs.map(({ text }) => text).join()).toContain('POST /transfer answers 503')
    }
  })

  test('nothing gives where no wish contradicts another', () => {
    const easy = cases.filter(
      ({ answers }) =>
        answers.outage === 'nothing' && (answers.mint === 'issuer' || answers.services === 'one'),
    )
    expect(easy.filter(({ advice }) => advice.gives.length > 0)).toEqual([])
  })

  test('a shared secret is for a single program that wants it, and nobody else', () => {
    const shared = cases.filter(({ advice }) => advice.settings.SIGNING_ALG === 'HS256')
    const wanted = cases.filter(({ answers }) => answers.services === 'one' && answers.mint === 'checker')
    expect(shared).toEqual(wanted)
  })

  test('an opaque session id is simply better where one program asks Redis at every check', () => {
    const better = cases.filter(({ advice }) => advice.opaque.verdict === 'simply better')
    const alone = cases.filter(
      ({ answers, advice }) => answers.services === 'one' && advice.strategy === 'redis',
    )
    expect(better).toEqual(alone)
    expect(opaqueRules.redis.one.text).toContain('opaque random id')
  })
})

describe('more is asked, no less is promised', () => {
  const order = ['redis', 'hybrid', 'stateless']

  test('a stricter deadline never leads to a laxer promise', () => {
    const lax = breaks('revoke', ({ advice: { promise: strict } }, { advice: { promise } }) => {
      return strict.accessSeconds <= promise.accessSeconds && strict.refreshSeconds <= promise.refreshSeconds
    })
    expect(lax).toEqual([])
  })

  test('who wants more to work without Redis never gets less of it', () => {
    const worse = breaks(
      'outage',
      (before, after) => order.indexOf(before.advice.strategy) <= order.indexOf(after.advice.strategy),
    )
    expect(worse).toEqual([])
  })

  test('more requests never lead to more commands at Redis for each', () => {
    const costlier = breaks(
      'requests',
      (before, after) => before.advice.strategy === 'redis' || after.advice.strategy !== 'redis',
    )
    expect(costlier).toEqual([])
  })
})

describe('a link', () => {
  it('holds all answers', () => {
    for (const { answers } of cases)
      expect(readAnswers(new URLSearchParams(queryOf(answers)))).toEqual(answers)
  })

  it.each([
    '',
    'revoke=yesterday',
    'revoke=',
    'revoke=constructor',
    'revoke=__proto__&outage=toString',
    'unknown=1&mint=%00',
  ])('with nothing to go by falls back to the defaults: %s', (query) => {
    expect(readAnswers(new URLSearchParams(query))).toEqual(defaultAnswers)
  })

  it('keeps what is right beside what is wrong', () => {
    expect(readAnswers(new URLSearchParams('revoke=soon&outage=reads'))).toEqual({
      ...defaultAnswers,
      outage: 'reads',
    })
  })

  it('is told from a link to the page alone', () => {
    expect(hasAnswers(new URLSearchParams('?utm_source=x'))).toBe(false)
    expect(hasAnswers(new URLSearchParams('?mint=issuer'))).toBe(true)
  })
})

test('the typical situations show every strategy, and one where an opaque id is simply better', () => {
  const advices = situations.map(({ answers }) => {
    const found = cases.find((each) => queryOf(each.answers) === queryOf(answers))
    return found?.advice
  })
  expect(new Set(advices.map((advice) => advice?.strategy))).toEqual(
    new Set(['stateless', 'redis', 'hybrid']),
  )
  expect(advices.map((advice) => advice?.opaque.verdict)).toContain('simply better')
  expect(new Set(situations.map(({ answers }) => queryOf(answers))).size).toBe(situations.length)
})
