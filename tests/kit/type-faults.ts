import ts from 'typescript'

/** What TypeScript has against a file that is only in memory. Its path says from where it imports. */
export function faultsIn(path: string, text: string): string[] {
  const program = ts.createProgram([path], options, hostWith(path, text))
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  types: [],
  skipLibCheck: true,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
}

/** Reads files as they are, each once, and one that is only in memory. */
function hostWith(path: string, text: string): ts.CompilerHost {
  const host = ts.createCompilerHost(options)
  const isOurs = (name: string) => name === path
  return {
    ...host,
    fileExists: (name) => isOurs(name) || host.fileExists(name),
    readFile: (name) => (isOurs(name) ? text : host.readFile(name)),
    getSourceFile(name, language) {
      if (isOurs(name)) return ts.createSourceFile(name, text, language)
      const parsed = parsedFiles.get(name) ?? host.getSourceFile(name, language)
      if (parsed) parsedFiles.set(name, parsed)
      return parsed
    },
  }
}

const parsedFiles = new Map<string, ts.SourceFile>()
