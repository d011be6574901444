import type { APIRoute } from 'astro'
import { type ExampleName, readExample, runnableNames } from '../../sandbox/example-files.ts'
import { highlight } from '../../sandbox/highlight.ts'

/** An example as the sandbox loads it when a reader shows interest: each file's text, its JavaScript, its colours. */
export const GET: APIRoute<{ name: ExampleName }> = async ({ props: { name } }) => {
  const files = Object.entries(await readExample(name))
  const coloured = files.map(([path, file]) => [path, { ...file, html: highlight(file.text) }])
  return Response.json(Object.fromEntries(coloured))
}

export const getStaticPaths = () => runnableNames.map((name) => ({ params: { name }, props: { name } }))
