import { getCollection } from 'astro:content'
import type { APIRoute } from 'astro'
import { strategies, strategyNames } from '../components/strategies.ts'

/** What is on this site, for programs that read: one line for each page, as https://llmstxt.org describes it. */
export const GET: APIRoute = async ({ site }) => {
  // Whoever reads this file elsewhere needs whole addresses. Without the site's own there are none.
  const link = (title: string, path: string) => `- [${title}](${site ? new URL(path, site).href : path})`
  const pages = await getCollection('docs')
  const lines = pages
    .sort((a, b) => a.id.localeCompare(b.id))
    .map(({ id, data }) => `${link(data.title, pathOf(id))}: ${data.description ?? ''}`)
  return new Response(
    [
      '# JWT Strategies',
      '',
      '> Three ways to check, revoke and refresh a JWT across services: stateless, Redis and hybrid. TypeScript that is read, run in the browser and cloned.',
      '',
      '## Pages',
      '',
      ...lines,
      '',
      '## Code',
      '',
      ...strategyNames.map((name) => link(strategies[name].title, `/source/${name}/src/strategy.ts/`)),
      '',
      '## HTTP surface, as OpenAPI',
      '',
      ...strategyNames.map((name) => link(strategies[name].title, `/reference/openapi/${name}.json`)),
      '',
    ].join('\n'),
    { headers: { 'content-type': 'text/plain; charset=utf-8' } },
  )
}

const pathOf = (id: string): string => (id === 'index' ? '/' : `/${id}/`)
