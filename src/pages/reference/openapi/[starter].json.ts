import type { APIRoute } from 'astro'
import { type StrategyName, strategyNames } from '../../../components/strategies.ts'
import { openapiOf } from '../../../data/openapi/document.ts'

/** What a starter says over HTTP, for programs. Spread over lines, since people read it too. */
export const GET: APIRoute<{ starter: StrategyName }> = async ({ props: { starter } }) =>
  new Response(`${JSON.stringify(await openapiOf(starter), undefined, 2)}\n`, {
    headers: { 'content-type': 'application/json' },
  })

export const getStaticPaths = () =>
  strategyNames.map((starter) => ({ params: { starter }, props: { starter } }))
