import { defineRouteMiddleware } from '@astrojs/starlight/route-data'
import { cardTags } from './card-tags.ts'
import { cardText, pageWithCard } from './pages.ts'

/** Names its card in the head of every page. */
export const onRequest = defineRouteMiddleware(async ({ locals, site }) => {
  const { entry, head } = locals.starlightRoute
  const page = await pageWithCard(entry)
  head.push(...cardTags(site, page.id, cardText(page)))
})
