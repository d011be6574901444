import { cp, mkdir, readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { installOnce, linkTree } from '../layers.ts'
import { nodeEnv } from './node-env.ts'

/** What a Dockerfile makes, as a folder in place of a file system of its own. */
export interface Image {
  /** Where processes start: WORKDIR. */
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  readonly user: string
  readonly command: readonly string[]
  readonly healthcheck: readonly string[]
}

interface Stage {
  readonly root: string
  workdir: string
  readonly env: Record<string, string>
  readonly said: Map<string, string>
}

/** Follows the instructions of a Dockerfile one by one, with the programs of this machine. */
export async function buildImage(context: string, into: string): Promise<Image> {
  const shown = (await readFile(join(context, '.dockerignore'), 'utf8')).match(/(?<=^!).+$/gm) ?? []
  const stages = new Map<string, Stage>()
  let stage: Stage | undefined
  for (const [keyword, rest] of instructionsOf(await readFile(join(context, 'Dockerfile'), 'utf8'))) {
    if (keyword === 'FROM') {
      const name = / AS (\S+)$/.exec(rest)?.[1] ?? 'final'
      stage = { root: join(into, name), workdir: '/', env: {}, said: new Map() }
      stages.set(name, stage)
    } else if (stage) await follow(stage, keyword, rest, { context, shown, stages })
  }
  return imageOf(stages.get('final'))
}

/** Without comments. */
function instructionsOf(text: string): [keyword: string, rest: string][] {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))
  return lines.map((line) => [/^\w+/.exec(line)?.[0] ?? '', line.replace(/^\w+\s+/, '')])
}

interface Surroundings {
  readonly context: string
  /** What .dockerignore lets in. */
  readonly shown: readonly string[]
  readonly stages: ReadonlyMap<string, Stage>
}

async function follow(stage: Stage, keyword: string, rest: string, around: Surroundings): Promise<void> {
  if (keyword === 'WORKDIR') stage.workdir = rest
  else if (keyword === 'ENV')
    for (const [, name = '', value = ''] of rest.matchAll(/(\w+)=(\S+)/g)) stage.env[name] = value
  else if (keyword === 'COPY') await copy(stage, rest, around)
  else if (keyword === 'RUN')
    // The one thing that these images run. Packages come from this machine's cache where it has them.
    await installOnce(join(stage.root, stage.workdir), rest, {
      ...nodeEnv(),
      ...stage.env,
      npm_config_prefer_offline: 'true',
    })
  else stage.said.set(keyword, rest)
}

async function copy(stage: Stage, rest: string, { context, shown, stages }: Surroundings): Promise<void> {
  const { from, paths = '' } = /^(?:--from=(?<from>\S+) )?(?<paths>.*)$/.exec(rest)?.groups ?? {}
  const names = paths.split(/\s+/)
  const target = resolve(stage.workdir, names.pop() ?? '')
  for (const name of names) {
    if (from === undefined && !shown.includes(name)) throw new Error(`.dockerignore keeps ${name} out`)
    const source = from === undefined ? join(context, name) : join(stages.get(from)?.root ?? '', name)
    const place = target === stage.workdir ? join(target, basename(name)) : target
    await mkdir(dirname(join(stage.root, place)), { recursive: true })
    if (from === undefined) await cp(source, join(stage.root, place), { recursive: true })
    else await linkTree(source, join(stage.root, place))
  }
}

function imageOf(stage: Stage | undefined): Image {
  if (!stage) throw new Error('The last stage has a name, so it makes no image')
  const commandOf = (text = '') => JSON.parse(text.slice(text.indexOf('[')))
  return {
    folder: join(stage.root, stage.workdir),
    env: stage.env,
    user: stage.said.get('USER') ?? 'root',
    command: commandOf(stage.said.get('CMD')),
    healthcheck: commandOf(stage.said.get('HEALTHCHECK')),
  }
}
