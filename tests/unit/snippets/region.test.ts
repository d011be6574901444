import { describe, expect, it } from 'vitest'
import { exampleFile } from '../../../src/snippets/example-files.ts'
import { languageOf } from '../../../src/snippets/language.ts'
import { region, wholeFile } from '../../../src/snippets/region.ts'

const file = 'examples/redis/src/x.ts'

describe('region()', () => {
  it('takes the lines between the markers', () => {
    const source = 'before\n// #region verify\nconst a = 1\n// #endregion verify\nafter\n'
    expect(region(source, 'verify', file)).toBe('const a = 1')
  })

  it('removes the indentation that all lines share, and keeps the rest', () => {
    const source = '  // #region verify\n    if (a) {\n\n      b()\n    }\n  // #endregion verify'
    expect(region(source, 'verify', file)).toBe('if (a) {\n\n  b()\n}')
  })

  it('leaves out the markers of regions inside it', () => {
    const source = '// #region outer\na\n  // #region inner\nb\n  // #endregion inner\nc\n// #endregion outer'
    expect(region(source, 'outer', file)).toBe('a\nb\nc')
    expect(region(source, 'inner', file)).toBe('b')
  })

  it('reads markers in YAML and env files', () => {
    expect(region('# #region redis\nREDIS_URL=\n# #endregion redis', 'redis', '.env.example')).toBe(
      'REDIS_URL=',
    )
  })

  it('reads files with Windows line ends', () => {
    expect(region('// #region a\r\nx\r\ny\r\n// #endregion a\r\n', 'a', file)).toBe('x\ny')
  })

  it('does not take a name for another that begins alike', () => {
    const source =
      '// #region revoke-all\nb\n// #endregion revoke-all\n// #region revoke\na\n// #endregion revoke'
    expect(region(source, 'revoke', file)).toBe('a')
  })

  it.each([
    ['region_missing', 'const a = 1'],
    ['region_duplicate', '// #region a\n// #endregion a\n// #region a\n// #endregion a'],
    ['region_unclosed', '// #region a\nx'],
    ['region_unclosed', '// #endregion a\n// #region a\nx'],
    ['region_unclosed', '// #region a\nx\n// #endregion a\ny\n// #endregion a'],
  ])('throws %s and names file and region, given %j', (code, source) => {
    expect(() => region(source, 'a', file)).toThrow(expect.objectContaining({ code }))
    expect(() => region(source, 'a', file)).toThrow(file)
    expect(() => region(source, 'a', file)).toThrow(
      '"a"'.replaceAll('"', code === 'region_unclosed' ? '' : '"'),
    )
  })
})

describe('wholeFile()', () => {
  it('is the file without markers', () => {
    expect(wholeFile('a\n// #region x\n  b\n// #endregion x\n')).toBe('a\n  b')
  })
})

describe('the files of a deployment', () => {
  it.each([
    ['redis/compose.yaml', 'redis', 'yaml'],
    ['hybrid/redis/redis.conf', 'data', 'ini'],
    ['hybrid/redis/users.acl.template', 'services', 'txt'],
    ['stateless/deploy/kubernetes.yaml', 'network', 'yaml'],
  ])('%s can be shown by region', (path, name, language) => {
    expect(region(exampleFile(path), name, path)).not.toContain('#region')
    expect(languageOf(path)).toBe(language)
  })

  it('whole ones, too', () => {
    expect(wholeFile(exampleFile('stateless/Dockerfile'))).toContain('FROM node:')
    expect(languageOf('stateless/Dockerfile')).toBe('docker')
    expect(languageOf('redis/redis/form-cluster.sh')).toBe('bash')
    expect(languageOf('redis/src/strategy.ts')).toBe('ts')
  })
})
