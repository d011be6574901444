import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readHeader } from '../../../../examples/stateless/src/tokens/compact-jws.ts'
import { canonicalEnd, encodeText } from '../../../../src/components/inspector/base64url.ts'
import { durationText, relativeText, utcText } from '../../../../src/components/inspector/dates.ts'
import { duplicateMember } from '../../../../src/components/inspector/duplicates.ts'
import { jsonFault } from '../../../../src/components/inspector/json-fault.ts'
import { readToken } from '../../../../src/components/inspector/read-token.ts'

const header = encodeText('{"alg":"ES256"}')
const payload = encodeText('{"sub":"user-1"}')
const token = `${header}.${payload}.AAAA`

describe('readToken()', () => {
  it('tells the three parts apart, and reads what is in them', () => {
    const { parts, header: read, payload: claims, fault } = readToken(token)
    expect(parts.map(({ label, text }) => [label, text])).toEqual([
      ['Header', header],
      ['Payload', payload],
      ['Signature', 'AAAA'],
    ])
    expect(read?.members).toEqual({ alg: 'ES256' })
    expect(claims?.members).toEqual({ sub: 'user-1' })
    expect(fault).toBeUndefined()
  })

  it.each([
    `Bearer ${token}`,
    `Authorization: Bearer ${token}\n`,
    `authorization: dpop ${token}`,
    `  "${token}"  `,
    `\`${token}\``,
  ])('leaves out what people copy along: %s', (input) => {
    expect(readToken(input).token).toBe(token)
  })

  it('has nothing to say of an empty text', () => {
    expect(readToken(' \n')).toEqual({ token: '', parts: [] })
  })

  it('reads the header of an encrypted token, and names its parts', () => {
    const { parts, header: read, payload: claims, fault } = readToken(`${header}.AAAA.BBBB.CCCC.DDDD`)
    expect(parts.map(({ label }) => label)).toContain('Ciphertext')
    expect(read?.members).toEqual({ alg: 'ES256' })
    expect([claims, fault]).toEqual([undefined, undefined])
  })

  it.each<[what: string, input: string, says: string, at: number | undefined]>([
    ['no dot', 'bm90LWEtdG9rZW4', 'no dot', undefined],
    ['two parts', `${header}.${payload}`, 'Two parts', undefined],
    ['four parts', 'a.b.c.d', '4 parts', undefined],
    ['an empty header', `.${payload}.AAAA`, 'header is empty', 0],
    ['an empty payload', `${header}..AAAA`, 'payload is empty', header.length + 1],
    ['padding', `${header}==.${payload}.AAAA`, 'no padding', header.length],
    ['base64', `${header}.+${payload}.AAAA`, '"-" in its place', header.length + 1],
    ['a line break', `${header}.${payload}.AA\nAA`, 'line break', token.length - 2],
    ['a missing character', `${header}.${payload}.AAAAA`, 'in the signature', token.length],
    ['no UTF-8', `${header}._w.AAAA`, 'payload are not UTF-8', header.length + 1],
    ['no object', `${header}.${encodeText('[1]')}.AAAA`, 'no object', header.length + 1],
    ['no JSON', `${encodeText('{"alg":none}')}.${payload}.AAAA`, 'character 8', Math.floor((7 * 4) / 3)],
  ])('says what is wrong with %s, and where', (_, input, says, at) => {
    const { fault } = readToken(input)
    expect(fault?.text.toLowerCase()).toContain(says.toLowerCase())
    expect(fault?.at).toBe(at)
  })

  it('shows what was decoded where that is no JSON', () => {
    const { fault, payload: claims } = readToken(`${encodeText('{"alg" "x"}')}.${payload}.AAAA`)
    expect(fault?.decoded).toEqual({ text: '{"alg" "x"}', at: 7 })
    expect(claims?.members).toEqual({ sub: 'user-1' })
  })

  it('never throws, and reads a token that the starters read', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (input) => void readToken(input)))
    fc.assert(
      fc.property(fc.string(), (kid) => {
        const text = `${encodeText(JSON.stringify({ alg: 'ES256', kid: `k${kid}` }))}.${payload}.AAAA`
        expect(readToken(text).header?.members).toEqual(readHeader(text))
      }),
    )
  })
})

describe('canonicalEnd()', () => {
  it('objects to exactly those signatures that the starters refuse', () => {
    fc.assert(
      fc.property(fc.base64String({ minLength: 4 }), (base64) => {
        const segment = base64.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_')
        for (const end of 'AQgw0') {
          const text = segment.slice(0, -1) + end
          const accepts = () => readHeader(`${header}.${payload}.${text}`)
          if (canonicalEnd(text) === undefined) expect(accepts).not.toThrow()
          else expect(accepts).toThrow('not a well-formed JWT')
        }
      }),
    )
  })

  it('knows the right end', () => {
    expect(canonicalEnd('AB')).toBe('A')
    expect(canonicalEnd('AAF')).toBe('E')
    expect([canonicalEnd('AQ'), canonicalEnd('AAE'), canonicalEnd('AAAB'), canonicalEnd('')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe('jsonFault()', () => {
  it.each<[json: string, at: number, text: string]>([
    ['', 0, 'a value, but the text ends'],
    ['{', 1, 'a name in quotes, but the text ends'],
    ['{a:1}', 1, 'a name in quotes'],
    ['{"a" 1}', 5, 'a colon'],
    ['{"a":}', 5, 'a value'],
    ['{"a":1 "b":2}', 7, 'a comma or a closing bracket'],
    ['{"a":1,}', 7, 'a name in quotes'],
    ['[1,]', 3, 'a value'],
    ['[1}', 2, 'a comma or a closing bracket'],
    ['{"a":01}', 6, 'a comma or a closing bracket'],
    ["{'a':1}", 1, 'a name in quotes'],
    ['{"a":"x\ny"}', 5, 'a value'],
    ['{"a":undefined}', 5, 'a value'],
    ['{} x', 3, 'nothing more'],
    ['\uFEFF{}', 0, 'a value'],
  ])('finds the place in %j', (json, at, text) => {
    expect(() => JSON.parse(json)).toThrow()
    expect(jsonFault(json)).toEqual({ at, text: `there should be ${text}` })
  })

  it('goes through what is right, whatever that is, to what is wrong behind it', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(jsonFault(`${json} !`)).toEqual({ at: json.length + 1, text: 'there should be nothing more' })
      }),
    )
  })
})

describe('duplicateMember()', () => {
  it.each<[json: string, name: string | undefined, at?: number]>([
    ['{"a":1,"b":2}', undefined],
    ['{"a":1,"a":2}', 'a', 7],
    ['{"a":{"a":1},"b":"a"}', undefined],
    ['{"x":[{"k":1,"y":{},"k" :2}]}', 'k', 20],
    [String.raw`{"a":1,"\u0061":2,"z":3}`, 'a', 7],
    [String.raw`{"q\"a":"}","q\"a":2}`, 'q"a', 12],
  ])('looks through %s', (json, name, at) => {
    expect(duplicateMember(json)).toEqual(name && { name, at })
  })
})

describe('dates', () => {
  it('are told as UTC and as a distance from now', () => {
    expect(utcText(0)).toBe('1970-01-01 00:00:00 UTC')
    expect(utcText(1e20)).toBeUndefined()
    expect(relativeText(1000, 1_000_000)).toBe('now')
    expect(relativeText(1310, 1_000_000)).toBe('in 5 min 10 s')
    expect(relativeText(0, 90_061_000)).toBe('1 d 1 h ago')
  })

  it('leave out units of which there are none', () => {
    expect([0, 59, 3600, 86_400, 31_557_600 * 50_000].map(durationText)).toEqual([
      '0 s',
      '59 s',
      '1 h',
      '1 d',
      '50000 y',
    ])
  })
})
