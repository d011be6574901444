const marker = /^\s*(?:\/\/|#)\s*#(region|endregion)\b\s*(\S*)\s*$/

/** A region that a page asks for is not in the file as it should be. The message names both. */
export class RegionError extends Error {
  override readonly name = 'RegionError'
  readonly code: 'region_missing' | 'region_duplicate' | 'region_unclosed'

  constructor(code: RegionError['code'], expectation: string) {
    super(expectation)
    this.code = code
  }
}

/**
 * The lines between `// #region name` and `// #endregion name` (or `# #region name` in YAML and env files), without
 * the markers of regions inside it and without the indentation all its lines share.
 *
 * @param file named in errors only
 * @throws RegionError when the region is missing, there twice, or not closed
 */
export function region(source: string, name: string, file: string): string {
  const lines = source.split(/\r?\n/)
  const starts = markerLines(lines, 'region', name)
  const ends = markerLines(lines, 'endregion', name)
  const [start] = starts
  const [end] = ends
  if (start === undefined) throw new RegionError('region_missing', `${file} has no region "${name}"`)
  if (starts.length > 1)
    throw new RegionError('region_duplicate', `${file} has region "${name}" more than once`)
  if (end === undefined || end < start || ends.length > 1)
    throw new RegionError(
      'region_unclosed',
      `${file} must close region "${name}" once, with #endregion ${name}`,
    )
  return dedent(withoutMarkers(lines.slice(start + 1, end)))
}

/** The whole file without its markers. */
export const wholeFile = (source: string): string => dedent(withoutMarkers(source.split(/\r?\n/)))

function markerLines(lines: readonly string[], kind: 'region' | 'endregion', name: string): number[] {
  return lines.flatMap((line, index) => {
    const match = marker.exec(line)
    return match?.[1] === kind && match[2] === name ? [index] : []
  })
}

const withoutMarkers = (lines: readonly string[]) => lines.filter((line) => !marker.test(line))

function dedent(lines: readonly string[]): string {
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length)
  const shared = Math.min(...indents, Number.POSITIVE_INFINITY)
  return lines
    .map((line) => line.slice(Number.isFinite(shared) ? shared : 0))
    .join('\n')
    .replace(/^\n+|\s+$/g, '')
}
