import { exampleFiles } from '../../snippets/example-files.ts'
import type { StrategyName } from '../strategies.ts'

/** What runs in a strategy: its files and their lines, without the demo and blank lines. Counted at build time. */
export function sizeOf(strategy: StrategyName): string {
  const texts = Array.from(exampleFiles)
    .filter(([path]) => path.startsWith(`${strategy}/src/`) && !path.includes('/demo'))
    .map(([, text]) => text)
  const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== '').length
  return `${texts.length} files, ${lines.toLocaleString('en')} lines`
}
