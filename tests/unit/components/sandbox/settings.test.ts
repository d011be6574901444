import { describe, expect, it } from 'vitest'
import { readContainerSettings } from '../../../../src/components/sandbox/settings.ts'

const read = (env: Record<string, string>) => readContainerSettings(env)

describe('readContainerSettings()', () => {
  it('has a default for all', () => {
    expect(read({})).toEqual({ apiKey: '', bootLimitMs: 20_000 })
  })

  it('takes a key and a limit', () => {
    const env = { PUBLIC_WEBCONTAINER_API_KEY: 'wc_api_a-1', PUBLIC_WEBCONTAINER_BOOT_LIMIT_MS: '5000' }
    expect(read(env)).toEqual({ apiKey: 'wc_api_a-1', bootLimitMs: 5_000 })
  })

  it.each(['0', '999', '120001', '1.5', 'soon', ''])('stops at a limit of "%s", by its name', (limit) => {
    expect(() => read({ PUBLIC_WEBCONTAINER_BOOT_LIMIT_MS: limit })).toThrow('BOOT_LIMIT_MS')
  })

  it('stops at what is no key, and does not repeat it', () => {
    const setWrong = () => read({ PUBLIC_WEBCONTAINER_API_KEY: 'a b&c' })
    expect(setWrong).toThrow('PUBLIC_WEBCONTAINER_API_KEY')
    expect(setWrong).not.toThrow('a b&c')
  })
})
