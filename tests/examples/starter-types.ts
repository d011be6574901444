import { join } from 'node:path'
import ts from 'typescript'
import { type Folder, folderOf } from '../kit/starter-folders.ts'
import type { Files } from './without.ts'

/**
 * Finds what TypeScript has against changed files of a starter. It has read the starter once, and reads again what
 * changed and what that concerns: a compiler of its own for each change would take five times as long.
 */
export class StarterTypes {
  readonly #folder: string
  readonly #whole: ts.SemanticDiagnosticsBuilderProgram

  constructor(starter: Folder, files: Files) {
    this.#folder = folderOf(starter)
    this.#whole = this.#program(files)
    this.#whole.getSemanticDiagnostics()
  }

  faultsIn(files: Files): string[] {
    const program = this.#program(files, this.#whole)
    return [
      ...program.getConfigFileParsingDiagnostics(),
      ...program.getOptionsDiagnostics(),
      ...program.getSyntacticDiagnostics(),
      ...program.getSemanticDiagnostics(),
    ].map(
      ({ file, messageText }) =>
        `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    )
  }

  #program(files: Files, before?: ts.SemanticDiagnosticsBuilderProgram) {
    const system = systemWith(this.#folder, files)
    const config = ts.readConfigFile(join(this.#folder, 'tsconfig.json'), system.readFile)
    const { options, fileNames, errors } = ts.parseJsonConfigFileContent(config.config, system, this.#folder)
    return ts.createSemanticDiagnosticsBuilderProgram(
      fileNames.filter(system.fileExists),
      options,
      hostWith(options, system),
      before,
      errors,
    )
  }
}

/** The files of this machine, with others in the place of the starter's. */
function systemWith(folder: string, files: Files): ts.System {
  const isOurs = (path: string) => path.startsWith(`${folder}/`) && !path.includes('/node_modules/')
  const textOf = (path: string) => files.get(path.slice(folder.length + 1))
  return {
    ...ts.sys,
    fileExists: (path) => (isOurs(path) ? textOf(path) !== undefined : ts.sys.fileExists(path)),
    readFile: (path, encoding) => (isOurs(path) ? textOf(path) : ts.sys.readFile(path, encoding)),
  }
}

/** Reads what packages declare once for all starters. */
function hostWith(options: ts.CompilerOptions, system: ts.System): ts.CompilerHost {
  const host = ts.createIncrementalCompilerHost(options, system)
  return {
    ...host,
    getSourceFile(name, ...how) {
      if (!name.includes('/node_modules/')) return host.getSourceFile(name, ...how)
      const parsed = declarations.get(name) ?? host.getSourceFile(name, ...how)
      if (parsed) declarations.set(name, parsed)
      return parsed
    },
  }
}

const declarations = new Map<string, ts.SourceFile>()
